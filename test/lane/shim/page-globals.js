// TEST LANE ONLY: what the page expects of Chromium 146 and Chromium 108 lacks. In front of every chunk of the lane's page, so it may run many times.
Map.groupBy ??= (items, keyOf) => {
  const groups = new Map();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    if (groups.has(key)) groups.get(key).push(item);
    else groups.set(key, [item]);
  }
  return groups;
};
if (!('toSpliced' in Array.prototype))
  Object.defineProperty(Array.prototype, 'toSpliced', {
    value(...change) {
      const copy = [...this];
      copy.splice(...change);
      return copy;
    },
  });
