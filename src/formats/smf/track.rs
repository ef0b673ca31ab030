//! The events of a track that tell about time.

use super::malformed;
use crate::bytes::Cursor;
use crate::error::{Error, Format, Kind, Result};

const META: u8 = 0xff;
const TEMPO: u8 = 0x51;
const TEMPO_LEN: usize = 3;

/// System exclusive events.
const EXCLUSIVE: [u8; 2] = [0xf0, 0xf7];

/// The lowest byte that is a status, not data.
const STATUS: u8 = 0x80;

/// The lowest status that is not of a channel.
const SYSTEM: u8 = 0xf0;

/// Channel events of one data byte, by the upper half of their status; the others have two.
const SHORT: [u8; 2] = [0xc, 0xd];

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A note or another event of a channel, that many ticks after the event before.
    Midi { delta: u128 },
    /// Quarter notes take that many microseconds from now on.
    Tempo(u32),
}

/// An event, and the ticks from the start of the track up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    pub time: u128,
    pub what: What,
}

/// Reads the events of a track, without those that have no part in its duration.
#[derive(Clone, Debug)]
pub struct Events<'a> {
    rest: Cursor<'a>,
    time: u128,
    /// The status that events without one have.
    status: u8,
}

/// What a quantity of variable length is.
enum Quantity {
    Number(u128),
    /// More than 128 bits; the specification allows 28.
    TooLarge,
}

/// Reads seven bits of each byte, up to the first without the top bit.
fn quantity(data: &mut Cursor<'_>) -> Result<Quantity> {
    let mut value = 0u128;
    let mut too_large = false;
    loop {
        let byte = data.u8().ok_or_else(|| malformed("a track ends within an event"))?;
        too_large |= value >> (u128::BITS - 7) != 0;
        value = value << 7 | u128::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Ok(if too_large { Quantity::TooLarge } else { Quantity::Number(value) });
        }
    }
}

/// Reads the length of the data that follows, and takes the data, or all there is.
fn data<'a>(rest: &mut Cursor<'a>) -> Result<&'a [u8]> {
    let len = match quantity(rest)? {
        Quantity::Number(len) => usize::try_from(len).unwrap_or(usize::MAX),
        Quantity::TooLarge => usize::MAX,
    };
    Ok(rest.take_up_to(len))
}

impl<'a> Events<'a> {
    pub const fn new(track: &'a [u8]) -> Self {
        Self { rest: Cursor::new(track), time: 0, status: 0 }
    }

    /// Reads an event; nothing for one of no interest.
    fn read(&mut self) -> Result<Option<Event>> {
        let too_large = || Error::new(Format::Smf, Kind::Limit, "a track is too long");
        let Quantity::Number(delta) = quantity(&mut self.rest)? else { return Err(too_large()) };
        self.time = self.time.checked_add(delta).ok_or_else(too_large)?;
        let time = self.time;
        let byte = || malformed("a track ends within an event");
        let first = self.rest.u8().ok_or_else(byte)?;
        if first == META {
            let kind = self.rest.u8().ok_or_else(byte)?;
            let data = data(&mut self.rest)?;
            if kind != TEMPO {
                return Ok(None);
            }
            let tempo = if data.len() == TEMPO_LEN { Cursor::new(data).u24_be() } else { None };
            let tempo = tempo.ok_or_else(|| malformed("a tempo is of another length"))?;
            return Ok(Some(Event { time, what: What::Tempo(tempo) }));
        }
        if EXCLUSIVE.contains(&first) {
            data(&mut self.rest)?;
            return Ok(None);
        }
        if first >= SYSTEM {
            return Err(malformed("an event has no meaning"));
        }
        // What is read is a data byte already if the status is left out.
        let mut data_left = 1;
        if first >= STATUS {
            self.status = first;
            data_left = 2;
        }
        if SHORT.contains(&(self.status >> 4)) {
            data_left -= 1;
        }
        self.rest.take_up_to(data_left);
        Ok(Some(Event { time, what: What::Midi { delta } }))
    }
}

impl Iterator for Events<'_> {
    /// Malformed for an event that ends behind the track, unless only its data does, for a status
    /// that has no meaning, or a tempo of another length; limit for a time that is too large.
    type Item = Result<Event>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            if let Some(event) = self.read().transpose() {
                return Some(event);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn events(track: &[u8]) -> Result<Vec<Event>> {
        Events::new(track).collect()
    }

    fn midi(time: u128, delta: u128) -> Event {
        Event { time, what: What::Midi { delta } }
    }

    #[test]
    fn statuses_are_kept() {
        // Between events of channels, others leave the status as it is.
        let track = [1, 0x90, 60, 64, 2, 60, 0, 3, 0xf0, 1, 9, 4, 0xff, 1, 1, b'x', 5, 61, 64];
        assert_eq!(events(&track).ok(), Some(vec![midi(1, 1), midi(3, 2), midi(15, 5)]));
        let short = [1, 0xc0, 5, 2, 6, 3, 0xd1, 7];
        assert_eq!(events(&short).ok(), Some(vec![midi(1, 1), midi(3, 2), midi(6, 3)]));
    }

    #[test]
    fn quantities() {
        assert_eq!(events(&[0x81, 0x00, 0x90, 1, 1]).ok(), Some(vec![midi(128, 128)]));
        let long = [&[0x80; 100][..], &[1, 0x90, 1, 1]].concat();
        assert_eq!(events(&long).ok(), Some(vec![midi(1, 1)]));
        assert!(events(&[0xff; 100]).is_err());
        let large = [&[0xff; 18][..], &[0x7f, 0x90, 1, 1]].concat();
        assert!(matches!(events(&large), Err(Error { kind: Kind::Limit, .. })));
        let late = [&[0xff; 17][..], &[0x7f, 0x90, 1, 1]].concat();
        assert!(events(&late).is_ok());
        assert!(matches!(events(&late.repeat(5)), Err(Error { kind: Kind::Limit, .. })));
    }

    #[test]
    fn tempos() {
        let tempo = Event { time: 1, what: What::Tempo(0x01_0203) };
        assert_eq!(events(&[1, 0xff, 0x51, 3, 1, 2, 3]).ok(), Some(vec![tempo]));
        assert_eq!(events(&[1, 0xff, 0x51, 9, 1, 2, 3]).ok(), Some(vec![tempo]));
        assert!(events(&[1, 0xff, 0x51, 2, 1, 2]).is_err());
        assert!(events(&[1, 0xff, 0x51, 4, 1, 2, 3, 4]).is_err());
    }

    #[test]
    fn cut_short() {
        assert!(events(&[1]).is_err());
        assert!(events(&[1, 0xff]).is_err());
        assert!(events(&[1, 0xff, 1]).is_err());
        assert!(events(&[1, 0xf1]).is_err());
        assert_eq!(events(&[1, 0x90]).ok(), Some(vec![midi(1, 1)]));
        assert_eq!(events(&[1, 0xff, 1, 9]).ok(), Some(vec![]));
    }

    proptest! {
        #[test]
        fn times_only_grow(track in prop::collection::vec(any::<u8>(), 0..100)) {
            if let Ok(events) = events(&track) {
                prop_assert!(events.windows(2).all(|pair| pair[0].time <= pair[1].time));
            }
        }
    }
}
