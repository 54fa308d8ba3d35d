/** Pages are refused above this, never cut down to it: a client that got fewer rows than it asked for would not notice. */
export const MAXIMUM_PAGE = 100
