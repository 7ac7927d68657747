//! One team on one server: its nodes, its place, and the deadline of an operation.

use std::sync::Mutex;
use std::time::Duration;

use hallpass_providers::{Address, Secret};
use uuid::Uuid;

use crate::names::Place;
use crate::outside::Outside;
use crate::request::Caller;

/// For one operation, however many calls it takes.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// One team on one server.
pub struct Client<O> {
    pub(crate) outside: O,
    pub(crate) nodes: Vec<Address>,
    pub(crate) place: Place,
    deadline: Duration,
    /// The node that led, and when it said so.
    pub(crate) leader: Mutex<Option<(Address, Duration)>>,
}

impl<O: Outside> Client<O> {
    /// For a team whose server has these nodes.
    pub fn new(outside: O, nodes: Vec<Address>, place: Place) -> Self {
        Self { outside, nodes, place, deadline: DEADLINE, leader: Mutex::default() }
    }

    /// With another bound on a whole operation.
    #[must_use]
    pub fn within(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Where the team's documents are.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The world around it.
    pub fn outside(&self) -> &O {
        &self.outside
    }

    /// A new number for one write.
    pub fn op(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.outside.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    pub(crate) fn caller<'a>(&'a self, token: &'a Secret) -> Caller<'a> {
        Caller { place: &self.place, token }
    }

    pub(crate) fn end(&self) -> Duration {
        self.outside.elapsed().saturating_add(self.deadline)
    }
}
