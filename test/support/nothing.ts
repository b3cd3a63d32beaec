/** In place of a module that no test needs. */
export {};
