import type { components } from '../../nodes/TrackunitCustomer/contract';
import { readsBody, type Endpoint } from '../endpoint';
import { notFound } from '../errors';

const readRequest = readsBody<components['schemas']['PortalAccessRequest']>(
	'provisionCustomerPortalAccess',
);

/** The same user of the same customer keeps its access; names and language are brought up to date. */
export const provisionCustomerPortalAccess: Endpoint = (call) => {
	const request = readRequest(call);
	const { store } = call;
	if (!store.customers.has(request.customerId)) throw notFound('Customer', request.customerId);
	const known = store.portalAccessOf(request.customerId, request.email);
	const accessRequestId = known?.accessRequestId ?? store.newId();
	store.keepPortalAccess({ ...known, ...request, accessRequestId });
	const url = `https://customer-portal.trackunit.example/access/${accessRequestId}`;
	return { status: 200, body: { accessRequestId, url } };
};
