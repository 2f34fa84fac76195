"""What a table of routes says: endpoint → (permission, address, what one who may gets)."""

from learning.domain.access import Permission

Routes = dict[tuple[str, str], tuple[Permission, str, set[int]]]
