import { hasUnreleased, released } from '../../scripts/release/changelog';

const CHANGELOG = `# Changelog

## 0.2.0 (unreleased)

- New

## 0.1.0 (2026-11-20)

- First
`;

it('names and dates what was not released', () => {
	expect(hasUnreleased(CHANGELOG)).toBe(true);
	const after = released(CHANGELOG, '0.3.0', '2026-12-24');
	expect(after).toBe(CHANGELOG.replace('0.2.0 (unreleased)', '0.3.0 (2026-12-24)'));
	expect(hasUnreleased(after)).toBe(false);
});
