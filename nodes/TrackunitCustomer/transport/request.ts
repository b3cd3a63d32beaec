import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import type { paths } from '../contract';
import { Refusal, type FailedRequest } from '../failure/failure';
import type { ResponseReader } from './response';

export interface Request extends FailedRequest {
	method: IHttpRequestMethods;
	/** As the contract has it, `{customerId}` and the like filled from `ids`. */
	path: keyof paths;
	ids?: Record<string, string>;
	query?: IDataObject;
	headers?: Record<string, string>;
	body?: IDataObject;
	/** How a response of 2xx is read; without it, as one of REST. */
	reader?: ResponseReader;
	/** Whether sending it twice does no harm. Where it does, it is sent again only if it certainly did not arrive. */
	repeatable: boolean;
	/** A status that means "done before" after an attempt of unknown fate, such as 404 for a delete. */
	doneBefore?: number;
}

/** Whether it cannot stand in a path: a dot segment would be resolved away, and lead to another record or to the list. */
export function isNoId(id: string): boolean {
	return id === '' || id === '.' || id === '..';
}

/** The path of a request with its ids filled in; throws Refusal for an id that would lead elsewhere. */
export function pathOf({ path, ids = {} }: Pick<Request, 'path' | 'ids'>): string {
	return path.replace(/\{(\w+)\}/g, (_, name: string) => {
		const id = ids[name] ?? '';
		if (isNoId(id)) {
			throw new Refusal('An ID is missing or invalid', `${name} is '${id}'`);
		}
		return encodeURIComponent(id);
	});
}
