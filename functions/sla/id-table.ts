/** Which ids are there, without keeping a string for each. */
export interface IdTable {
  /** @returns false when the id is there already */
  readonly add: (id: string, index: number) => boolean;
}

const FREE = 0;

/**
 * A hash table of indexes; the ids themselves are read where they are kept.
 * @param idOf the id that was added under an index
 */
export function createIdTable(idOf: (index: number) => string): IdTable {
  let slots = new Uint32Array(1 << 12);
  let hashes = new Uint32Array(1 << 12);
  let count = 0;

  const grow = () => {
    const [oldSlots, oldHashes] = [slots, hashes];
    slots = new Uint32Array(oldSlots.length * 2);
    hashes = new Uint32Array(oldSlots.length * 2);
    for (let i = 0; i < oldSlots.length; i++) {
      if (oldSlots[i] === FREE) continue;
      const hash = oldHashes[i] as number;
      let slot = hash & (slots.length - 1);
      while (slots[slot] !== FREE) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = oldSlots[i] as number;
      hashes[slot] = hash;
    }
  };

  return {
    add: (id, index) => {
      if (count * 2 >= slots.length) grow();
      const hash = hashOf(id);
      let slot = hash & (slots.length - 1);
      for (; slots[slot] !== FREE; slot = (slot + 1) & (slots.length - 1)) {
        if (hashes[slot] === hash && idOf((slots[slot] as number) - 1) === id) return false;
      }
      slots[slot] = index + 1;
      hashes[slot] = hash;
      count += 1;
      return true;
    },
  };
}

/** FNV-1a with a last mixing, as the low bits choose the slot. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
