//! How long tracks play, in a time that does not depend on how many changes of tempo they share.

use super::malformed;
use super::track::{Events, What};
use crate::error::Result;

/// Microseconds of a quarter note where nothing is said.
const DEFAULT_TEMPO: u32 = 500_000;

const MICROSECONDS: f64 = 1_000_000.0;

/// Changes of tempo: the time in ticks, and microseconds of a quarter note from there on. In
/// order, one for each time.
type Tempos = Vec<(u128, u32)>;

/// The durations of the tracks of a file.
#[derive(Debug)]
pub struct Durations {
    /// Ticks of a quarter note.
    division: u16,
    /// Whether the tempo of one track counts for those that follow.
    shared: bool,
    /// Of the first track that has any.
    first: Tempos,
    longest: Option<f64>,
}

impl Durations {
    pub const fn new(division: u16, shared: bool) -> Self {
        Self { division, shared, first: Vec::new(), longest: None }
    }

    /// Adds a track.
    ///
    /// # Errors
    /// Those of [`Events`]; malformed if quarter notes have no ticks.
    pub fn add(&mut self, track: &[u8]) -> Result<()> {
        // Reading the events for their times finds the same faults as for their tempos.
        let known = self.shared && !self.first.is_empty();
        let own = if known { Tempos::new() } else { tempos(track)? };
        let duration = if self.shared {
            if !known {
                self.first = own;
            }
            self.duration(track, &self.first)?
        } else {
            self.duration(track, &own)?
        };
        self.longest = Some(self.longest.map_or(duration, |longest| longest.max(duration)));
        Ok(())
    }

    /// The longest in seconds; nothing without a track.
    pub const fn longest(&self) -> Option<f64> {
        self.longest
    }

    /// Duration in seconds. Only the deltas of channel events count, each at the tempo that holds
    /// at its end.
    fn duration(&self, track: &[u8], tempos: &[(u128, u32)]) -> Result<f64> {
        if self.division == 0 {
            return Err(malformed("a quarter note has no ticks"));
        }
        let mut left = tempos;
        let mut tempo = DEFAULT_TEMPO;
        let mut ticks = 0;
        let mut microseconds = 0.0;
        for event in Events::new(track) {
            let event = event?;
            let What::Midi { delta } = event.what else { continue };
            if left.first().is_some_and(|&(time, _)| time <= event.time) {
                microseconds += self.play(ticks, tempo);
                ticks = 0;
                // The tempos passed over last for no event.
                let (passed, rest) =
                    left.split_at(left.partition_point(|&(time, _)| time <= event.time));
                tempo = passed.last().map_or(tempo, |&(_, tempo)| tempo);
                left = rest;
            }
            ticks += delta;
        }
        microseconds += self.play(ticks, tempo);
        Ok(microseconds / MICROSECONDS)
    }

    /// Microseconds that some ticks take.
    #[allow(clippy::cast_precision_loss)] // the nearest number is what mutagen takes too
    fn play(&self, ticks: u128, tempo: u32) -> f64 {
        ticks as f64 / f64::from(self.division) * f64::from(tempo)
    }
}

/// The changes of tempo in a track. Of those at the same time, the slowest holds, as in mutagen.
fn tempos(track: &[u8]) -> Result<Tempos> {
    let mut tempos = Tempos::new();
    for event in Events::new(track) {
        let event = event?;
        let What::Tempo(tempo) = event.what else { continue };
        match tempos.last_mut() {
            Some((time, last)) if *time == event.time => *last = tempo.max(*last),
            _ => tempos.push((event.time, tempo)),
        }
    }
    Ok(tempos)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duration(shared: bool, tracks: &[&[u8]]) -> Option<f64> {
        let mut durations = Durations::new(1, shared);
        for track in tracks {
            durations.add(track).ok()?;
        }
        durations.longest()
    }

    /// A tempo of that many seconds.
    fn tempo(delta: u8, seconds: u32) -> Vec<u8> {
        let tempo = (seconds * 1_000_000).to_be_bytes();
        [&[delta, 0xff, 0x51, 3], &tempo[1..]].concat()
    }

    const NOTE: [u8; 4] = [1, 0x90, 60, 64];

    #[test]
    fn tempos_hold_from_their_time_on() {
        let track = [&NOTE[..], &NOTE, &tempo(0, 2), &NOTE, &tempo(3, 3), &NOTE].concat();
        // The second note is as late as the tempo; the ticks before a tempo count for none.
        assert_eq!(duration(false, &[&track]), Some(0.5 + 2.0 + 2.0 + 3.0));
        assert_eq!(
            duration(false, &[&[tempo(0, 3), tempo(0, 2), NOTE.to_vec()].concat()]),
            Some(3.0)
        );
    }

    #[test]
    fn the_first_tempos_are_shared() {
        let tracks = [&NOTE[..], &tempo(0, 4), &[tempo(0, 9), NOTE.to_vec()].concat()];
        assert_eq!(duration(true, &tracks), Some(4.0));
        assert_eq!(duration(false, &tracks), Some(9.0));
        // A track before the one with tempos plays at the default.
        assert_eq!(duration(true, &[&NOTE, &tempo(0, 4)]), Some(0.5));
    }
}
