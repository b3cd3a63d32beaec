import Ajv2020 from 'ajv/dist/2020';

/** A value from a test or the control endpoint that is not valid. */
export class InvalidValue extends Error {}

/** Returns a function that returns the value with the schema's type, or throws InvalidValue. */
export function createCheck<T>(schema: object, what: string): (value: unknown) => T {
	const ajv = new Ajv2020({ allErrors: true, strict: false });
	const validate = ajv.compile<T>(schema);
	return (value) => {
		if (validate(value)) return value;
		const faults = (validate.errors ?? []).map(({ instancePath, message, params }) => {
			const extra: unknown = params.additionalProperty ?? params.allowedValues;
			return `${instancePath.slice(1)} ${message}${extra === undefined ? '' : `: ${String(extra)}`}`;
		});
		throw new InvalidValue(`${what}: ${faults.join('; ').trim()}`);
	};
}
