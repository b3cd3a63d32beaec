import { faker } from '@faker-js/faker/locale/en';

import { createRandom, type Random } from './random';
import type {
	Asset,
	CompleteAsset,
	CompleteContact,
	CompleteCustomer,
	Contact,
	Customer,
} from './records';

/** What a state starts with. Shared by all that ask for the same: nothing in it is ever altered. */
export interface Seed {
	readonly customers: ReadonlyMap<string, Customer>;
	/** Made anew each time; none for a customer that is not of the seed. */
	contactsOf(customerId: string): Contact[];
	readonly assets: ReadonlyMap<string, Asset>;
	/** Ids of the assets assigned to a customer. */
	assetsOf(customerId: string): readonly string[];
}

const UNASSIGNED_ASSETS = 2000;

const TRADES = [
	'Construction',
	'Rental',
	'Plant Hire',
	'Equipment',
	'Contractors',
	'Machinery',
	'Earthworks',
	'Civil Engineering',
	'Scaffolding',
	'Access Platforms',
	'Demolition',
	'Lifting',
	'Road Works',
	'Tool Hire',
];

const PLACES = [
	{ city: 'Aalborg', state: 'Nordjylland', country: 'DK', zip: '9000', dial: '+45', form: 'A/S' },
	{ city: 'Aarhus', state: 'Midtjylland', country: 'DK', zip: '8000', dial: '+45', form: 'ApS' },
	{ city: 'Odense', state: 'Syddanmark', country: 'DK', zip: '5000', dial: '+45', form: 'A/S' },
	{ city: 'Malmö', state: 'Skåne', country: 'SE', zip: '211 20', dial: '+46', form: 'AB' },
	{ city: 'Göteborg', state: null, country: 'SE', zip: '411 05', dial: '+46', form: 'AB' },
	{ city: 'Oslo', state: null, country: 'NO', zip: '0150', dial: '+47', form: 'AS' },
	{ city: 'Hamburg', state: null, country: 'DE', zip: '20095', dial: '+49', form: 'GmbH' },
	{ city: 'München', state: 'Bayern', country: 'DE', zip: '80331', dial: '+49', form: 'GmbH' },
	{
		city: 'Köln',
		state: 'Nordrhein-Westfalen',
		country: 'DE',
		zip: '50667',
		dial: '+49',
		form: 'KG',
	},
	{ city: 'Utrecht', state: null, country: 'NL', zip: '3511 AA', dial: '+31', form: 'B.V.' },
	{
		city: 'Lyon',
		state: 'Auvergne-Rhône-Alpes',
		country: 'FR',
		zip: '69001',
		dial: '+33',
		form: 'SARL',
	},
	{
		city: 'Leeds',
		state: 'West Yorkshire',
		country: 'GB',
		zip: 'LS1 1BA',
		dial: '+44',
		form: 'Ltd',
	},
	{ city: 'Bristol', state: null, country: 'GB', zip: 'BS1 4DJ', dial: '+44', form: 'Ltd' },
	{ city: 'Peoria', state: 'IL', country: 'US', zip: '61602', dial: '+1', form: 'Inc.' },
	{ city: 'Houston', state: 'TX', country: 'US', zip: '77002', dial: '+1', form: 'LLC' },
];

const TYPES = [
	'CONTRACTOR',
	'CONTRACTOR',
	'CONTRACTOR',
	'CONTRACTOR',
	'RENTAL',
	'RENTAL',
	'DEALER',
	'DISTRIBUTOR',
	'SERVICE',
	'OEM',
	'OTHER',
] as const;

const DEPARTMENTS = ['Call centre', 'Workshop', 'Dispatch', 'Accounts payable', 'Yard'];

const MACHINES = [
	{ brand: 'JCB', code: 'JCB', models: ['3CX', '86C-1', '525-60', '19C-1E'] },
	{ brand: 'Caterpillar', code: 'CAT', models: ['320', '305', '950M', 'D6'] },
	{ brand: 'Volvo', code: 'VCE', models: ['EC220E', 'L90H', 'ECR88D', 'A30G'] },
	{ brand: 'Komatsu', code: 'KMT', models: ['PC210', 'WA320', 'D61PX'] },
	{ brand: 'Genie', code: 'GEN', models: ['S-65', 'GS-1932', 'Z-45'] },
	{ brand: 'JLG', code: 'JLG', models: ['600S', '1932R', '450AJ'] },
	{ brand: 'Manitou', code: 'MAN', models: ['MT 1440', 'MRT 2550', '160 ATJ'] },
	{ brand: 'Takeuchi', code: 'TAK', models: ['TB216', 'TB290', 'TL12'] },
];

interface Word {
	text: string;
	/** As a part of a host name. */
	slug: string;
}

function toWord(text: string): Word {
	return { text, slug: text.toLowerCase().replace(/[^a-z0-9]+/g, '-') };
}

interface Words {
	lastNames: readonly Word[];
	trades: readonly Word[];
	firstNames: readonly string[];
	streets: readonly string[];
}

function createWords(seed: number): Words {
	faker.seed(seed);
	const some = <T>(count: number, make: () => T) => Array.from({ length: count }, make);
	return {
		lastNames: some(300, () => toWord(faker.person.lastName())),
		trades: TRADES.map(toWord),
		firstNames: some(200, () => faker.person.firstName()),
		streets: some(200, () => faker.location.street()),
	};
}

function digits(random: Random, count: number): string {
	return String(random.between(10 ** (count - 1), 10 ** count - 1));
}

function createCustomer(
	random: Random,
	words: Words,
	index: number,
	isFree: (name: string) => boolean,
): CompleteCustomer {
	const place = random.pick(PLACES);
	const [family, trade] = [random.pick(words.lastNames), random.pick(words.trades)];
	const base = `${family.text} ${trade.text}`;
	// A name may serve as a key, so each is given once.
	let name = `${base} ${place.form}`;
	if (!isFree(name)) name = `${base} ${place.city} ${place.form}`;
	for (let branch = 2; !isFree(name); branch += 1) {
		name = `${base} ${place.city} ${branch} ${place.form}`;
	}
	const number = digits(random, 8);
	const street = random.pick(words.streets);
	const house = random.between(1, 180);
	const noReference = random.chance(0.03);
	return {
		id: random.uuid(),
		name,
		externalReference: noReference ? null : `K-${10_001 + index}`,
		type: random.pick(TYPES),
		phoneNumber: `${place.dial} ${number}`,
		email: `office@${family.slug}-${trade.slug}.example`,
		address: {
			streetAddress: `${street} ${house}`,
			zipCode: place.zip,
			city: place.city,
			state: place.state,
			country: place.country,
		},
	};
}

function createContact(random: Random, words: Words, customer: Customer): CompleteContact {
	const domain = customer.email?.split('@')[1] ?? 'rental.example';
	const id = random.uuid();
	const phoneNumber = `${customer.phoneNumber?.split(' ')[0] ?? '+45'} ${digits(random, 8)}`;
	if (random.chance(0.25)) {
		const name = random.pick(DEPARTMENTS);
		const mailbox = name.toLowerCase().replace(/ /g, '.');
		return { id, name, email: `${mailbox}.${id.slice(0, 4)}@${domain}`, phoneNumber };
	}
	const [first, last] = [random.pick(words.firstNames), random.pick(words.lastNames)];
	const mailbox = `${first}.${last.slug}`.toLowerCase().replace(/[^a-z.-]/g, '');
	return {
		id,
		name: `${first} ${last.text}`,
		email: `${mailbox}.${id.slice(0, 4)}@${domain}`,
		phoneNumber,
	};
}

function createAsset(random: Random, index: number): CompleteAsset {
	const { brand, code, models } = random.pick(MACHINES);
	const model = random.pick(models);
	const form = model.replace(/[^A-Z0-9]/g, '').slice(0, 6);
	return {
		id: random.uuid(),
		name: `${brand} ${model} ${random.between(1, 999)}`,
		// 17 characters, as a PIN has: maker, form, serial.
		serialNumber: `${code}${form.padEnd(6, '0')}${String(index + 1).padStart(8, '0')}`,
		externalReference: random.chance(0.1) ? null : `M-${100_001 + index}`,
		brand,
		model,
	};
}

interface Fleet {
	assets: ReadonlyMap<string, Asset>;
	byCustomer: ReadonlyMap<string, readonly string[]>;
}

function createFleet(random: Random, customerIds: Iterable<string>): Fleet {
	const assets = new Map<string, Asset>();
	const byCustomer = new Map<string, readonly string[]>();

	function addAsset(): string {
		const asset = createAsset(random, assets.size);
		assets.set(asset.id, asset);
		return asset.id;
	}

	for (const id of customerIds) {
		byCustomer.set(id, Array.from({ length: random.between(0, 4) }, addAsset));
	}
	for (let left = UNASSIGNED_ASSETS; left > 0; left -= 1) addAsset();
	return { assets, byCustomer };
}

function createSeed(customerCount: number, seed: number): Seed {
	const words = createWords(seed);
	const random = createRandom(seed);
	const customers = new Map<string, Customer>();
	const names = new Set<string>();
	for (let index = 0; index < customerCount; index += 1) {
		const customer = createCustomer(random, words, index, (name) => !names.has(name));
		names.add(customer.name);
		customers.set(customer.id, customer);
	}

	// Made when first asked for: a start pays for the customers only.
	let fleet: Fleet | undefined;
	const theFleet = () => (fleet ??= createFleet(createRandom(seed + 1), customers.keys()));

	return {
		customers,
		contactsOf(customerId) {
			const customer = customers.get(customerId);
			if (customer === undefined) return [];
			const own = createRandom(seed ^ parseInt(customerId.slice(0, 8), 16));
			return Array.from({ length: own.between(0, 4) }, () => createContact(own, words, customer));
		},
		get assets() {
			return theFleet().assets;
		},
		assetsOf: (customerId) => theFleet().byCustomer.get(customerId) ?? [],
	};
}

let latest: { customerCount: number; seed: number; data: Seed } | undefined;

/** The same records for the same count and seed. Only the latest is kept: a large one is heavy. */
export function seedFor(customerCount: number, seed: number): Seed {
	if (latest?.customerCount !== customerCount || latest.seed !== seed) {
		latest = { customerCount, seed, data: createSeed(customerCount, seed) };
	}
	return latest.data;
}
