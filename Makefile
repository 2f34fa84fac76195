# Everything that one types from a checkout. README says the same in plain commands.
.PHONY: run test check bench faults soak screenshots setup lock wheelhouse
bin = .venv/bin

run:  ## a demonstration site on http://127.0.0.1:8000
	@tools/run.sh

setup:  ## the virtualenv, with what development needs
	@tools/make_venv.sh dev

test: setup  ## every test, browser and PostgreSQL included
	@tools/test_tools.sh
	@$(bin)/python -m pytest tests -m "not bench and not long" -n 2 --dist worksteal

check: setup  ## formatting, lint, types, import contracts, guards
	@$(bin)/ruff format --check .
	@$(bin)/ruff check .
	@$(bin)/mypy
	@$(bin)/python -m pytest tests/guards -m "not wheel" -q

bench: setup  ## the benchmarks, with their yardsticks in the same run
	@$(bin)/python -m pytest tests/benchmarks -m bench -p no:randomly -s

faults: setup  ## the long fault runs
	@tools/test_tools.sh
	@$(bin)/python -m pytest tests/faults tests/browser tests/deploy -m "(long or faults) and not soak" -p no:randomly -s

soak: setup  ## an hour of work without rest (SOAK_MINUTES=5 to try it)
	@$(bin)/python -m pytest tests/faults -m soak -p no:randomly -s

screenshots: setup  ## the two pictures at the top of README
	@tools/test_tools.sh
	@$(bin)/python tools/take_screenshots.py

lock:  ## resolve the dependencies again (needs uv)
	@tools/lock.sh

wheelhouse: setup  ## what an air-gapped machine installs from, in ./wheelhouse
	@tools/make_wheelhouse.sh
