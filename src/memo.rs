//! Results of pure steps, remembered by their whole argument.
//!
//! What a function does not receive it cannot depend on, so a remembered result cannot be stale.
//! After each build, what that build did not ask for is swept away.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The results of one function from `A` to `R`.
#[derive(Debug)]
pub struct Memo<A, R> {
    known: Mutex<HashMap<A, Remembered<R>>>,
}

#[derive(Debug)]
struct Remembered<R> {
    result: R,
    asked: bool,
}

impl<A, R> Default for Memo<A, R> {
    fn default() -> Self {
        Self { known: Mutex::new(HashMap::new()) }
    }
}

impl<A: Eq + Hash + Clone, R: Clone> Memo<A, R> {
    /// The result for this argument: the remembered one, else a new one, which is remembered.
    ///
    /// The function runs outside the lock: two threads may compute the same result at once.
    pub fn get(&self, argument: &A, compute: impl FnOnce(&A) -> R) -> R {
        if let Some(known) = self.lock().get_mut(argument) {
            known.asked = true;
            return known.result.clone();
        }
        let result = compute(argument);
        self.lock().insert(argument.clone(), Remembered { result: result.clone(), asked: true });
        result
    }

    /// Forgets what was not asked for since the last sweep.
    pub fn sweep(&self) {
        self.lock().retain(|_, remembered| std::mem::take(&mut remembered.asked));
    }

    /// How many results are remembered.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<A, Remembered<R>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The last result of one function for each name: for arguments that are compared sooner than hashed.
#[derive(Debug)]
pub struct Latest<A, R> {
    known: Mutex<HashMap<String, (A, Remembered<R>)>>,
}

impl<A, R> Default for Latest<A, R> {
    fn default() -> Self {
        Self { known: Mutex::new(HashMap::new()) }
    }
}

impl<A: PartialEq + Clone, R: Clone> Latest<A, R> {
    /// The result for this argument: the remembered one, where the last argument of this name was equal to it.
    ///
    /// Comparing and computing are outside the lock.
    pub fn get(&self, name: &str, argument: A, compute: impl FnOnce(&A) -> R) -> R {
        let last = self.lock().get_mut(name).map(|(last, remembered)| {
            remembered.asked = true;
            (last.clone(), remembered.result.clone())
        });
        if let Some((_, result)) = last.filter(|(last, _)| *last == argument) {
            return result;
        }
        let result = compute(&argument);
        let remembered = Remembered { result: result.clone(), asked: true };
        self.lock().insert(name.to_owned(), (argument, remembered));
        result
    }

    /// Forgets the names that were not asked for since the last sweep.
    pub fn sweep(&self) {
        self.lock().retain(|_, (_, remembered)| std::mem::take(&mut remembered.asked));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, (A, Remembered<R>)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A value that is equal to itself alone, by its address: a memo that holds it keeps the address its own.
#[derive(Debug)]
pub struct Same<T>(pub Arc<T>);

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Eq for Same<T> {}

impl<T> Hash for Same<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.0).hash(state);
    }
}
