import { isObject } from '../../nodes/TrackunitCustomer/json';

/** The value at a path such as 'cause.response'; undefined where the path ends early. */
export function valueAt(value: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((part, key) => (isObject(part) ? part[key] : undefined), value);
}
