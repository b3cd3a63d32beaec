import type { paths } from './contract';

type Path = keyof paths;

/** The addresses of the API, each once; one that the contract does not have is a compile error. */
export const CUSTOMERS = '/api/customer/v1/customers' as const satisfies Path;
export const CUSTOMER = '/api/customer/v1/customers/{customerId}' as const satisfies Path;
export const CONTACTS = '/api/customer/v1/customers/{customerId}/contacts' as const satisfies Path;
export const CONTACT =
	'/api/customer/v1/customers/{customerId}/contacts/{contactId}' as const satisfies Path;
/** The assets assigned to a customer. */
export const CUSTOMER_ASSETS =
	'/api/customer/v1/customers/{customerId}/assets' as const satisfies Path;
/** All assets of the account. */
export const ASSETS = '/api/asset/v1/assets' as const satisfies Path;
export const PORTAL_ACCESS = '/api/customer/v1/customer-portal-access' as const satisfies Path;
export const GRAPHQL = '/api/graphql/' as const satisfies Path;
