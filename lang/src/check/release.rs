//! Comparisons of the host's version with a release, of which there are patches.

use super::{Checker, Operand};
use crate::codes;
use crate::ir::{Constant, ExprKind, Global};
use crate::syntax::ast::Operator;
use crate::values::version::Version;

impl Checker<'_> {
    /// `kubernetes <= v1.29`, which leaves out the patches of that release.
    pub(super) fn lint_release(&mut self, operator: Operator, a: Operand<'_>, b: Operand<'_>) {
        use Operator::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
        let (release, written, operator) = match (self.arena.kind(a.id), self.arena.kind(b.id), operator) {
            (ExprKind::Global(Global::Kubernetes), ExprKind::Constant(Constant::Version(text)), _) => {
                (text, b, operator)
            }
            (ExprKind::Constant(Constant::Version(text)), ExprKind::Global(Global::Kubernetes), Less) => {
                (text, a, Greater)
            }
            (ExprKind::Constant(Constant::Version(text)), ExprKind::Global(Global::Kubernetes), GreaterEqual) => {
                (text, a, LessEqual)
            }
            _ => return,
        };
        let Some(version) = Version::parse(release).filter(|_| release.matches('.').count() == 1) else { return };
        let next = format!("v{}.{}", version.major(), version.minor() + 1);
        let form = match operator {
            Equal => format!("kubernetes >= {release} and kubernetes < {next}"),
            NotEqual => format!("kubernetes < {release} or kubernetes >= {next}"),
            LessEqual => format!("kubernetes < {next}"),
            Greater => format!("kubernetes >= {next}"),
            _ => return,
        };
        let message = format!("`{release}` means {release}.0: its patches, such as {release}.1, come after it");
        let help = format!("write `{form}`");
        self.warn(codes::MISREAD, written.span(), message, help);
    }
}
