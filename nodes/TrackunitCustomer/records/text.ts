/** Zero-width and direction marks: nobody sees them, and no one types them. */
const UNSEEN = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]/g;
/** The end is looked for from the start of a run of spaces, or long runs would take long. */
const SPACE_AROUND = /^[\s\u0085]+|(?<![\s\u0085])[\s\u0085]+$/g;
/** What most text is, so that it need not be changed. */
const PLAIN = /^[!-~]([ -~]*[!-~])?$/;

/**
 * The one form of a text in which it is compared and written: without spaces of any kind around it and without
 * marks that nobody sees, composed (NFC). Spaces within, case and leading zeros stay.
 */
export function normalForm(text: string): string {
	if (PLAIN.test(text)) return text;
	return text.replace(UNSEEN, '').replace(SPACE_AROUND, '').normalize('NFC');
}

/** Whether a text in a value was read in a wrong encoding: U+FFFD stands for what could not be read. */
export function isGarbled(value: unknown, depth = 0): boolean {
	if (typeof value === 'string') return value.includes('\uFFFD');
	if (typeof value !== 'object' || value === null || depth === DEEPEST) return false;
	return Object.values(value).some((one) => isGarbled(one, depth + 1));
}

/** Deeper than any text that is sent. */
const DEEPEST = 10;

/** What texts have in common that a person might take for the same: spaces, case, leading zeros, dashes and widths aside. */
export function nearForm(text: string): string {
	return normalForm(text)
		.normalize('NFKC')
		.toLowerCase()
		.replace(/\p{Pd}/gu, '-')
		.replace(/\s/g, '')
		.replace(/(?<!\d)0+(?=\d)/g, '');
}
