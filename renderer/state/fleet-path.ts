/** Where the fleet is: the first page of the app. */
export const fleetPath = '/fleet';

/** Where the list of problems is. */
export const problemsPath = '/problems';
