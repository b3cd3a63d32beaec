import { CASES } from './cases';
import { holdUnderFaults } from './schedules';

const isOfRecords = (name: string): boolean => /^(customer|contact)\./.test(name);

holdUnderFaults(Object.keys(CASES).filter(isOfRecords), 1 / 2);
