import type { IDataObject } from 'n8n-workflow';

import { readNewBody } from '../../parameters/body';
import { newRecordProperties } from '../../parameters/fields';
import { optionsProperty, readQueryParameters } from '../../parameters/options';
import { answeredOr } from '../../records/answer';
import type { OneByOne } from '../../run/operation';
import { customerFields } from './record';

export const create: OneByOne<{ body: IDataObject; query: IDataObject }> = {
	name: 'Create',
	value: 'create',
	action: 'Create customer',
	description: 'Create a customer',
	parameters: [
		...newRecordProperties(customerFields),
		optionsProperty('bodyFields', 'queryParameters', 'dryRun'),
	],
	read: (p) => ({
		body: readNewBody(p, customerFields),
		query: readQueryParameters(p),
	}),
	async execute(run, { body, query }) {
		const path = '/api/customer/v1/customers';
		const answer = await run.write({ method: 'POST', path, query, body, repeatable: false });
		return answeredOr(answer, body);
	},
};
