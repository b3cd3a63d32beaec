/** Numbers that look random and are the same for the same seed. */
export interface Random {
	/** From 0 up to, but not including, 1. */
	next(): number;
	/** A whole number from `least` to `most`, both included. */
	between(least: number, most: number): number;
	/** Throws where there is nothing to pick from. */
	pick<T>(list: readonly T[]): T;
	chance(probability: number): boolean;
	uuid(): string;
}

/** Mulberry32: faster than faker's generator, which would take most of the time of a start. */
export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	const bytes = Buffer.alloc(16);

	function bits(): number {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return (mixed ^ (mixed >>> 14)) >>> 0;
	}

	const next = () => bits() / 0x1_0000_0000;

	return {
		next,
		between: (least, most) => least + Math.floor(next() * (most - least + 1)),
		pick(list) {
			const picked = list[Math.floor(next() * list.length)];
			if (picked === undefined) throw new Error('There is nothing to pick from');
			return picked;
		},
		chance: (probability) => next() < probability,
		uuid() {
			for (let offset = 0; offset < 16; offset += 4) bytes.writeUInt32BE(bits(), offset);
			bytes[6] = 0x40 | (bytes.readUInt8(6) & 0x0f);
			bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f);
			const hex = bytes.toString('hex');
			return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
		},
	};
}
