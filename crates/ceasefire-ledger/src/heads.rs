//! The last entries of each author's chain, and one hash over them.
//!
//! Since each entry names the one before it, the heads say exactly which entries are here. Whoever
//! keeps them somewhere else can tell that nothing was cut off; whoever keeps only the hash can
//! tell that something was.

use crate::id::{Author, Hash, Id};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// An entry that no other names as the one before, with the stretch of the chain that ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    /// The author.
    pub author: Author,
    /// The place in the author's chain.
    pub number: u64,
    /// The entry.
    pub id: Id,
    /// From which number on everything is here.
    pub from: u64,
}

/// The heads of a ledger. A chain has more than one where it is forked or has gaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heads(BTreeSet<Head>);

impl Heads {
    /// The heads, by author and number.
    pub fn iter(&self) -> impl Iterator<Item = &Head> {
        self.0.iter()
    }

    /// One hash to print, to read out and to compare: SHA-256 of the line `ceasefire checkpoint 1`
    /// and, in ascending order, a line `AUTHOR FROM NUMBER ID` for each head.
    pub fn checkpoint(&self) -> Hash {
        let heads = self.0.iter().map(|head| {
            let Head { author, number, id, from } = head;
            format!("{author} {from} {number} {id}\n")
        });
        let text: String =
            std::iter::once("ceasefire checkpoint 1\n".to_owned()).chain(heads).collect();
        Hash::of(text.as_bytes())
    }

    /// As JSON: a list of objects with `author`, `from`, `number` and `id`.
    pub fn to_json(&self) -> Value {
        let one = |head: &Head| {
            let fields: [(&str, Value); 4] = [
                ("author", head.author.to_string().into()),
                ("from", head.from.into()),
                ("number", head.number.into()),
                ("id", head.id.to_string().into()),
            ];
            Value::Object(
                fields.map(|(name, value)| (name.to_owned(), value)).into_iter().collect(),
            )
        };
        self.0.iter().map(one).collect()
    }

    /// Reads what [`Heads::to_json`] writes.
    pub fn read(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(|one| read_head(one.as_object()?)).collect()
    }
}

impl FromIterator<Head> for Heads {
    fn from_iter<T: IntoIterator<Item = Head>>(heads: T) -> Self {
        Self(heads.into_iter().collect())
    }
}

fn read_head(fields: &Map<String, Value>) -> Option<Head> {
    let number = |field: &str| fields.get(field)?.as_u64().filter(|number| *number > 0);
    let text = |field: &str| fields.get(field)?.as_str();
    let head = Head {
        author: Author::read(text("author")?)?,
        number: number("number")?,
        id: Id::read(text("id")?)?,
        from: number("from")?,
    };
    (fields.len() == 4 && head.from <= head.number).then_some(head)
}
