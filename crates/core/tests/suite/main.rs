//! What core does, seen from outside. It is one program: each more would link everything again, and take as long and as
//! much of the disk as this one. What needs a process of its own is beside it.
#![allow(clippy::unwrap_used, clippy::panic)]

mod accounts;
mod attempts;
mod authkeys;
mod background;
mod batch_plan;
mod batch_sign_in;
mod captcha;
mod client_certificate;
mod codes;
mod conformance;
mod doctor;
mod guard;
mod identity;
mod network;
mod odd_members;
mod production;
mod profiles;
mod proxies;
mod random_walk;
mod renewals;
mod right_token;
mod sentences;
mod sessions;
mod single_flight;
mod single_reply_server;
mod support;
mod tls;
mod undocumented_replies;
mod wrong_servers;
