/** Where the fleet is: the first page of the app. */
export const fleetPath = '/fleet';

/** Where the list of problems is. */
export const problemsPath = '/problems';

/** Where node pools, capacity and system components are. */
export const poolsPath = '/pools';
