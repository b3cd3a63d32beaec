import {
	complete,
	isBlind,
	isPartial,
	merge,
	toBody,
} from '../../nodes/TrackunitCustomer/records/body';
import { customerFields as fields } from '../../nodes/TrackunitCustomer/operations/customer/record';

describe('a body', () => {
	it('nests fields where the contract has them', () => {
		expect(toBody(fields, { name: 'Acme', city: 'Aarhus', country: 'DK' })).toEqual({
			name: 'Acme',
			address: { city: 'Aarhus', country: 'DK' },
		});
	});

	it('leaves out undefined and keeps null, which clears', () => {
		expect(toBody(fields, { name: undefined, email: null, city: null })).toEqual({
			email: null,
			address: { city: null },
		});
	});

	it('lets further fields win, at every depth, without changing either', () => {
		const base = { name: 'a', address: { city: 'b', zipCode: 'c' } };
		const over = { address: { city: 'd' }, tags: ['x'] };
		expect(merge(base, over)).toEqual({
			name: 'a',
			address: { city: 'd', zipCode: 'c' },
			tags: ['x'],
		});
		expect(base).toEqual({ name: 'a', address: { city: 'b', zipCode: 'c' } });
		expect(over).toEqual({ address: { city: 'd' }, tags: ['x'] });
	});
});

describe('a partial address', () => {
	const all = { streetAddress: 's', zipCode: 'z', city: 'c', state: 't', country: 'DK' };

	it.each([
		['some parts', { address: { city: 'c' } }, true],
		['all parts', { address: all }, false],
		['no address', { name: 'a' }, false],
		['an address that is cleared', { address: null }, false],
		['an object that the contract does not know', { site: { code: 'A' } }, true],
	])('is told from %s', (_, body, partial) => {
		expect(isPartial(fields, body)).toBe(partial);
	});

	it('is filled up from the record, so that a city costs no street', () => {
		const current = { id: '1', name: 'Acme', address: { ...all, planet: 'earth' } };
		expect(complete({ email: 'e', address: { city: 'new' } }, current)).toEqual({
			email: 'e',
			address: { ...all, planet: 'earth', city: 'new' },
		});
	});

	it('is blind where a row of a list leaves the address out, and not where there is none', () => {
		expect(isBlind({ address: { city: 'new' } }, { id: '1' })).toBe(true);
		expect(isBlind({ address: { city: 'new' } }, { id: '1', address: null })).toBe(false);
		expect(isBlind({ name: 'a', address: null }, { id: '1' })).toBe(false);
	});

	it('stays as it is where the record has no address', () => {
		expect(complete({ address: { city: 'new' } }, { address: null })).toEqual({
			address: { city: 'new' },
		});
	});
});
