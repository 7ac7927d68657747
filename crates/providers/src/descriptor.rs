//! What a provider is, as data: names, methods and fields. Every form is drawn from it.

use serde::Serialize;

use crate::codes::VendorCode;
use crate::field::{Field, Identity};
use crate::text::Text;
use crate::values::Values;

/// A provider's constant data.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Descriptor {
    /// The id in profiles and commands.
    pub id: &'static str,
    /// Its name.
    pub name: Text,
    /// What it signs in to, in a sentence.
    pub about: Text,
    /// An address of the right shape.
    pub example: &'static str,
    /// Paths of its calls, longest first, which people paste with the address of its documents.
    #[serde(skip)]
    pub paths: &'static [&'static str],
    /// The sign-in methods; the first is the default.
    pub methods: &'static [Method],
    /// Every field of every method.
    pub fields: &'static [Field],
    /// Every code its documents name.
    #[serde(skip)]
    pub codes: &'static [&'static [VendorCode]],
}

impl Descriptor {
    /// A method by id.
    pub fn method(&self, id: &str) -> Option<&'static Method> {
        self.methods.iter().find(|method| method.id == id)
    }

    /// A field by name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field that tells this profile's device from others.
    pub fn device(&self) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.identity == Identity::Device)
    }

    /// Whose account it is: the method's account, then the method's other fields that tell accounts apart, each in the
    /// form in which it is compared. Fields at their default are left out, so that an account has one spelling.
    pub fn account_key(&self, method: &Method, values: &Values) -> Vec<(&'static str, String)> {
        let value = |field: &Field| values.text(field.name).filter(|value| Some(*value) != field.default);
        let name = self.field(method.account).map(|field| {
            let value = values.text(field.name).unwrap_or_default();
            (field.name, field.identity.of(value).unwrap_or_else(|| value.to_owned()))
        });
        let others = self.fields_of(method.id).filter(|field| field.name != method.account);
        let others = others.filter(|field| matches!(field.identity, Identity::Account(_)));
        let others = others.filter_map(|field| Some((field.name, field.identity.of(value(field)?)?)));
        name.into_iter().chain(others).collect()
    }

    /// The fields that a method uses.
    pub fn fields_of(&self, method: &str) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(move |field| field.methods.is_empty() || field.methods.contains(&method))
    }
}

/// One way to sign in.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Method {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub name: Text,
    /// What it is for, in a sentence.
    pub about: Text,
    /// The field whose value is the account that the guard counts for.
    pub account: &'static str,
    /// The field whose secret the server judges, if a refusal can be about one.
    pub password: Option<&'static str>,
}
