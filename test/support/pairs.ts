type Choices = Readonly<Record<string, readonly unknown[]>>;
type Chosen<Of extends Choices> = { [Name in keyof Of]: Of[Name][number] };

/** Few combinations of choices in which any two choices meet; the same at each call. */
export function pairwise<Of extends Choices>(choices: Of): Array<Chosen<Of>> {
	const names = Object.keys(choices);
	const valuesOf = (name: string) => choices[name] ?? [];
	const keyOf = (a: string, x: unknown, b: string, y: unknown) =>
		a < b ? JSON.stringify([a, x, b, y]) : JSON.stringify([b, y, a, x]);
	const open = new Map<string, Array<[string, unknown]>>();
	for (const a of names) {
		for (const b of names) {
			if (a >= b) continue;
			for (const x of valuesOf(a)) {
				for (const y of valuesOf(b)) {
					open.set(keyOf(a, x, b, y), [
						[a, x],
						[b, y],
					]);
				}
			}
		}
	}
	const rows: Array<Chosen<Of>> = [];
	for (let [start] = open.values(); start; [start] = open.values()) {
		const row = new Map<string, unknown>(start);
		const gain = (name: string, value: unknown) =>
			[...row].filter(([other, chosen]) => open.has(keyOf(name, value, other, chosen))).length;
		for (const name of names) {
			if (row.has(name)) continue;
			const best = [...valuesOf(name)].sort((x, y) => gain(name, y) - gain(name, x))[0];
			row.set(name, best);
		}
		for (const [a, x] of row) for (const [b, y] of row) open.delete(keyOf(a, x, b, y));
		rows.push(Object.fromEntries(row) as Chosen<Of>);
	}
	return rows;
}
