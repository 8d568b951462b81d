//! Local variables numbered by what is done with them: the same work on variables of the same numbers is the same bytes,
//! which a compressor takes once. A compiler numbers them by how often they are used, which makes each function another.

use super::module::{Function, Module};
use crate::run::Problem;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use wasm_encoder::Encode;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasmparser::{BinaryReaderError, Operator};

/// What an instruction stands among: so many others on each side; and how much it says that they are the same.
const CONTEXTS: [(usize, u32); 3] = [(1, 4), (2, 3), (4, 2)];
/// A compressor looks back no further.
const REACH: usize = 32_768;
/// Numbers that a function may leave out for the others to be as before.
const SPARE: usize = 8;

/// The module with its variables numbered anew.
pub(super) fn renumber(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let module = Module::read(bytes)?;
    let codes = module.functions.iter().map(Code::read).collect::<Result<Vec<_>, _>>()?;
    let shapes: Vec<Vec<&[u8]>> = codes.iter().map(Code::shape).collect();
    let mut habits = Habits::default();
    let mut bodies = Vec::new();
    for (code, shape) in codes.iter().zip(&shapes) {
        let numbers = habits.number(code, shape);
        let body = code.written(&numbers)?;
        habits.add(code, shape, &numbers, body.len());
        bodies.push(body);
    }
    Ok(module.with_code(&bodies))
}

/// The code of a function but for the numbers of its variables.
pub(super) fn shape(function: &Function<'_>) -> Result<Vec<u8>, BinaryReaderError> {
    Ok(Code::read(function)?.shape().concat())
}

/// A function by its instructions.
struct Code<'b> {
    parameters: usize,
    /// The types of the variables beside the parameters.
    locals: Vec<wasmparser::ValType>,
    instructions: Vec<Instruction<'b>>,
}

struct Instruction<'b> {
    /// All of it, or what it does with a variable.
    bytes: &'b [u8],
    variable: Option<usize>,
}

impl<'b> Code<'b> {
    fn read(function: &Function<'b>) -> Result<Self, BinaryReaderError> {
        let mut locals = Vec::new();
        for run in function.body.get_locals_reader()? {
            let (count, ty) = run?;
            locals.resize(locals.len() + count as usize, ty);
        }
        let mut instructions = Vec::new();
        let mut reader = function.body.get_operators_reader()?;
        while !reader.eof() {
            let mut rest = reader.get_binary_reader();
            let operator = reader.read()?;
            let variable = match operator {
                Operator::LocalGet { local_index }
                | Operator::LocalSet { local_index }
                | Operator::LocalTee { local_index } => Some(local_index as usize),
                _ => None,
            };
            let whole = rest.bytes_remaining() - reader.get_binary_reader().bytes_remaining();
            let bytes = rest.read_bytes(if variable.is_some() { 1 } else { whole })?;
            instructions.push(Instruction { bytes, variable });
        }
        Ok(Self { parameters: function.parameters, locals, instructions })
    }

    fn shape(&self) -> Vec<&'b [u8]> {
        self.instructions.iter().map(|instruction| instruction.bytes).collect()
    }

    /// Where variables are used that are no parameters, and which.
    fn own_variables(&self) -> impl Iterator<Item = (usize, usize)> {
        let variables = (0..).zip(&self.instructions).filter_map(|(place, done)| Some((place, done.variable?)));
        variables.filter(|(_, variable)| *variable >= self.parameters)
    }

    /// The function with other numbers for its own variables.
    fn written(&self, numbers: &BTreeMap<usize, usize>) -> Result<Vec<u8>, Problem> {
        let by_number: BTreeMap<usize, usize> = numbers.iter().map(|(variable, number)| (*number, *variable)).collect();
        let mut types = Vec::new();
        for (number, variable) in by_number {
            let ty = self.locals.get(variable - self.parameters).ok_or("wasm-opt made a variable without a type")?;
            // Numbers that are left out are of the type of the next, which makes the list of types short.
            types.resize(number + 1 - self.parameters, RoundtripReencoder.val_type(*ty)?);
        }
        let mut body = wasm_encoder::Function::new_with_locals_types(types);
        for instruction in &self.instructions {
            body.raw(instruction.bytes.iter().copied());
            if let Some(variable) = instruction.variable {
                let mut number = Vec::new();
                numbers.get(&variable).unwrap_or(&variable).encode(&mut number);
                body.raw(number);
            }
        }
        Ok(body.into_raw_body())
    }
}

/// What was done with variables of which numbers.
#[derive(Default)]
struct Habits<'s> {
    /// Where an instruction last stood among these, and the number that it had.
    last: HashMap<&'s [&'s [u8]], (usize, usize)>,
    /// How much code there has been.
    length: usize,
}

impl<'s> Habits<'s> {
    /// New numbers for the variables of a function that it uses and that are no parameters.
    fn number(&self, code: &Code<'_>, shape: &'s [&'s [u8]]) -> BTreeMap<usize, usize> {
        let mut votes: BTreeMap<(usize, usize), u32> = BTreeMap::new();
        let mut used = BTreeSet::new();
        let allowed = code.parameters..code.parameters + code.locals.len() + SPARE;
        for (place, variable) in code.own_variables() {
            used.insert(variable);
            for (context, weight) in contexts(shape, place) {
                let known = self.last.get(context).filter(|(at, _)| at + REACH > self.length);
                if let Some((_, number)) = known.filter(|(_, number)| allowed.contains(number)) {
                    *votes.entry((variable, *number)).or_default() += weight;
                }
            }
        }
        let mut votes: Vec<_> = votes.into_iter().collect();
        votes.sort_by_key(|(_, votes)| std::cmp::Reverse(*votes));
        let (mut numbers, mut taken) = (BTreeMap::new(), BTreeSet::new());
        for ((variable, number), _) in votes {
            if !numbers.contains_key(&variable) && taken.insert(number) {
                numbers.insert(variable, number);
            }
        }
        let mut free = (code.parameters..).filter(|number| !taken.contains(number));
        for variable in used {
            numbers.entry(variable).or_insert_with(|| free.next().unwrap_or(variable));
        }
        numbers
    }

    fn add(&mut self, code: &Code<'_>, shape: &'s [&'s [u8]], numbers: &BTreeMap<usize, usize>, length: usize) {
        for (place, done) in (0..).zip(&code.instructions) {
            let Some(variable) = done.variable else { continue };
            let number = numbers.get(&variable).copied().unwrap_or(variable);
            for (context, _) in contexts(shape, place) {
                self.last.insert(context, (self.length, number));
            }
        }
        self.length += length;
    }
}

/// What an instruction stands among, and how much that says.
fn contexts<'s>(shape: &'s [&'s [u8]], place: usize) -> impl Iterator<Item = (&'s [&'s [u8]], u32)> {
    CONTEXTS.into_iter().filter_map(move |(around, weight)| {
        let end = shape.len().min(place + around + 1);
        Some((shape.get(place.saturating_sub(around)..end)?, weight))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, FunctionSection, InstructionSink, TypeSection,
        ValType::{I32, I64},
    };

    /// The variables and the instructions of a function.
    type Body<'t> = (&'t [wasm_encoder::ValType], fn(&mut InstructionSink<'_>));

    /// Functions with one parameter each.
    fn module(bodies: &[Body<'_>]) -> Vec<u8> {
        let (mut types, mut functions, mut code) = (TypeSection::new(), FunctionSection::new(), CodeSection::new());
        types.ty().function([I32], []);
        for (locals, instructions) in bodies {
            functions.function(0);
            let mut body = wasm_encoder::Function::new_with_locals_types(locals.iter().copied());
            instructions(&mut body.instructions());
            code.function(&body);
        }
        let mut module = wasm_encoder::Module::new();
        module.section(&types).section(&functions).section(&code);
        module.finish()
    }

    fn bodies(bytes: &[u8]) -> Vec<&[u8]> {
        Module::read(bytes).unwrap().functions.iter().map(|function| function.body.as_bytes()).collect()
    }

    #[test]
    fn what_does_the_same_gets_the_same_numbers() {
        let made = module(&[
            (&[I32, I32, I64], |code| {
                code.i32_const(7).local_set(1).local_get(0).i32_eqz().local_set(2).i64_const(9).local_set(3).end();
            }),
            (&[I32, I64, I32], |code| {
                code.i32_const(7).local_set(3).local_get(0).i32_eqz().local_set(1).i64_const(9).local_set(2).end();
            }),
        ]);
        let renumbered = renumber(&made).unwrap();
        let bodies = bodies(&renumbered);
        assert_eq!(bodies[0], super::tests::bodies(&made)[0], "the first has nobody to be like");
        assert_eq!(bodies[1], bodies[0]);
    }

    #[test]
    fn a_variable_keeps_its_type_and_parameters_their_numbers() {
        let made = module(&[
            (&[I32, I32, I32, I32], |code| {
                code.i32_const(7).local_set(4).local_get(4).local_set(0).end();
            }),
            (&[I64, I32], |code| {
                code.i32_const(7).local_set(2).local_get(2).local_set(0).i64_const(1).local_set(1).end();
            }),
        ]);
        let expected = module(&[
            // Variables that nobody uses are gone.
            (&[I32], |code| {
                code.i32_const(7).local_set(1).local_get(1).local_set(0).end();
            }),
            (&[I32, I64], |code| {
                code.i32_const(7).local_set(1).local_get(1).local_set(0).i64_const(1).local_set(2).end();
            }),
        ]);
        assert_eq!(renumber(&made).unwrap(), expected);
    }

    #[test]
    fn a_number_may_be_left_out() {
        let made = module(&[
            (&[I32, I32], |code| {
                code.i32_const(1).local_set(1).i64_const(7).i32_wrap_i64().local_set(2).local_get(2).drop().end();
            }),
            (&[I32], |code| {
                code.i64_const(7).i32_wrap_i64().local_set(1).local_get(1).drop().end();
            }),
        ]);
        let renumbered = renumber(&made).unwrap();
        let (first, second) = (bodies(&renumbered)[0], bodies(&renumbered)[1]);
        let alike = &[0x42, 7, 0xa7, 0x21, 2, 0x20, 2, 0x1a, 0x0b];
        assert!(first.ends_with(alike) && second.ends_with(alike), "{first:?} {second:?}");
        assert!(second.starts_with(&[1, 2, 0x7f]), "two variables of one type: {second:?}");
    }
}
