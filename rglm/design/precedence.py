"""R's ``%in%``, ``%%`` and ``%/%``, which bind tighter than ``*`` and ``/``."""

from __future__ import annotations

import ast


def bind_specials(tree: ast.Expression, kinds: list[str]) -> ast.Expression:
    """Give each ``@`` its meaning back, and R's precedence: tighter than ``*`` and ``/``."""
    found = [
        n for n in ast.walk(tree) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.MatMult)
    ]
    found.sort(key=lambda node: (node.right.lineno, node.right.col_offset))
    kind_of = {id(node): kind for node, kind in zip(found, kinds, strict=True)}

    class Bind(ast.NodeTransformer):
        def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
            kind = kind_of.get(id(node))
            left, right = self.visit(node.left), self.visit(node.right)
            if kind is None:
                return ast.BinOp(left, node.op, right)
            if isinstance(left, ast.BinOp) and isinstance(left.op, (ast.Mult, ast.Div)):
                return ast.BinOp(left.left, left.op, _special(kind, left.right, right))
            return _special(kind, left, right)

    return Bind().visit(tree)


def _special(kind: str, left: ast.expr, right: ast.expr) -> ast.expr:
    if kind == "%in%":
        return ast.Compare(left, [ast.In()], [right])
    return ast.BinOp(left, ast.Mod() if kind == "%%" else ast.FloorDiv(), right)
