/**
 * Something that the user has to put right before a request can be sent. `message` says what, naming
 * the parameter; `description` says how. Both are shown as they are.
 */
export class Refusal extends Error {
	constructor(
		message: string,
		readonly description?: string,
	) {
		super(message);
		this.name = 'Refusal';
	}
}
