//! Jobs against a real sandbox that loses requests and answers, and counts the keys it makes.

mod drafts;
mod export;
mod fixture;
mod minting;
mod persistence;
mod seeds;
