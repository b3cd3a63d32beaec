import type { components } from '../nodes/TrackunitCustomer/contract';

type Schemas = components['schemas'];

/** A record of the state. Never altered, only replaced, so that a reset may share it with the seed. */
type Stored<T> = Readonly<T> & Readonly<Record<string, unknown>>;

/** A record with a value for each property of the contract: where one is made, a new property is a compile error. */
type Complete<T> = T extends object ? { [Key in keyof T]-?: Complete<T[Key]> } : T;

export type CompleteCustomer = Complete<Schemas['Customer']>;
export type CompleteContact = Complete<Schemas['Contact']>;
export type CompleteAsset = Complete<Schemas['Asset']>;

export type CustomerFields = Schemas['CustomerCreate'];
export type ContactFields = Schemas['ContactCreate'];
export type AssetFields = Omit<Schemas['Asset'], 'id'>;

export type Customer = Stored<Schemas['Customer']>;
export type Contact = Stored<Schemas['Contact']>;
export type Asset = Stored<Schemas['Asset']>;
export type CustomerAsset = Schemas['CustomerAsset'];
export type PortalAccess = Readonly<Schemas['PortalAccessRequest'] & { accessRequestId: string }>;
export type Violation = Schemas['Violation'];
