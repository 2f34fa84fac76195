"""Why a project does not hold yet: each reason with its figure and the place to change it.

No mark, no ranking, no promise: a project without a remark is not a project that will live.
"""
