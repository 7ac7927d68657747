//! The five systems simulated on loopback. Shares no code with the providers, so that a misreading cannot hide.
