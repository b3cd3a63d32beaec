import type { Reference } from '../../nodes/TrackunitCustomer/records/reference';
import type { Parameters } from '../../nodes/TrackunitCustomer/parameters/itemParameters';

/** An item's parameters as the engine would resolve them; `referred` collects what is to be looked up. */
export function parametersOf(
	values: Record<string, unknown>,
	isTool = false,
	raw = values,
): Parameters & { referred: Reference[] } {
	const referred: Reference[] = [];
	return {
		item: 0,
		isTool,
		json: {},
		referred,
		get: (name, fallback) => (name in values ? values[name] : fallback),
		raw: (name) => raw[name],
		refer: (reference) => {
			referred.push(reference);
			return reference;
		},
	};
}
