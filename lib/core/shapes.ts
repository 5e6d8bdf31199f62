const kept: unknown[] = []

/**
 * V8 throws away what it compiled for objects of a shape when a garbage collection finds none of them, as it does between two pages: all of it
 * would be compiled anew for each. So there is always one of those whose methods are most of the work; a small one, with nothing of any page.
 */
export function keepShapes(...objects: readonly object[]): void { kept.push(...objects) }
