export interface Check {
	claim: string;
	/** Undefined where the claim holds. */
	objection?: string;
}

/** Collects what was claimed, and what is said against it. */
export interface Claims {
	readonly checks: readonly Check[];
	claim(text: string, holds: boolean, objection: () => string): void;
	equal(text: string, actual: unknown, expected: unknown): void;
	/** Names the first row that is wrong; no rows at all are wrong too. */
	each<Row>(text: string, rows: Row[], isRight: (row: Row, index: number) => boolean): void;
}

function shorten(json: string): string {
	return json.slice(0, 200);
}

/** Two texts from a little before the place where they part. */
function around(is: string, should: string): [is: string, should: string] {
	let place = 0;
	while (place < is.length && is[place] === should[place]) place += 1;
	const from = place < 100 ? 0 : place - 50;
	const cut = (text: string): string => shorten((from > 0 ? '…' : '') + text.slice(from));
	return [cut(is), cut(should)];
}

export function createClaims(): Claims {
	const checks: Check[] = [];

	function claim(text: string, holds: boolean, objection: () => string): void {
		checks.push({ claim: text, ...(!holds && { objection: objection() }) });
	}

	return {
		checks,
		claim,
		equal(text, actual, expected) {
			const [is, should] = [String(JSON.stringify(actual)), String(JSON.stringify(expected))];
			claim(text, is === should, () => `it is ${around(is, should).join(', not ')}`);
		},
		each(text, rows, isRight) {
			const wrong = rows.findIndex((row, index) => !isRight(row, index));
			claim(text, rows.length > 0 && wrong < 0, () =>
				rows.length === 0
					? 'there are none'
					: `row ${wrong} is ${shorten(String(JSON.stringify(rows[wrong])))}`,
			);
		},
	};
}
