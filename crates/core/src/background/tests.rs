//! The schedule over hours, days and sleeps, with the clock passed in.
