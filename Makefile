# Two commands on a fresh machine: `make run` and `make test`. Each sets up what it needs.
.PHONY: setup setup-dev run test check faults fuzz bench mails messages lock
.DEFAULT_GOAL := help

help:
	@echo "make run     the whole thing with a demo mailbox, at http://127.0.0.1:8000/desk/"
	@echo "make test    every test; as root it installs Dovecot and Chromium where they are missing"
	@echo "make check   ruff, mypy strict, import walls, migrations, words on screen"
	@echo "make faults  kills, cuts, wrong answers by the hundred between mail server and mailroom"
	@echo "make fuzz    any bytes as a mail, steered by coverage (atheris); SECONDS=300"
	@echo "make bench   how fast mails come in and pages go out, as ratios"
	@echo "make setup   only .venv, from the locked requirements"

setup:
	@scripts/setup.sh run

setup-dev:
	@scripts/setup.sh dev

run: setup
	@exec .venv/bin/tougao run

# Two processes share the tests, file by file; WORKERS=0 runs them in one.
test: setup-dev
	@scripts/test_parts.sh
	.venv/bin/pytest -n $(or $(WORKERS),2) --dist loadfile $(PYTEST)

check: setup-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache
	.venv/bin/python -m django makemigrations --check --dry-run --settings tougao.settings
	scripts/messages.sh --check

faults: setup-dev
	@scripts/test_parts.sh
	TOUGAO_FAULTS=full .venv/bin/pytest tests/faults -p no:randomly $(PYTEST)

fuzz: setup-dev
	@scripts/setup.sh fuzz
	.venv/bin/python fuzz/mails.py -max_total_time=$(or $(SECONDS),300)

bench: setup-dev
	@scripts/test_parts.sh
	@scripts/setup.sh bench
	.venv/bin/python benchmarks/intake.py
	.venv/bin/python benchmarks/press.py
	.venv/bin/python benchmarks/copy.py
	.venv/bin/python benchmarks/likeness.py
	.venv/bin/python benchmarks/people.py
	.venv/bin/python benchmarks/desk.py
	.venv/bin/python benchmarks/reads.py

mails: setup-dev
	.venv/bin/python demo/write_mails.py
	.venv/bin/python -m tests.mails.write

messages: setup-dev
	scripts/messages.sh

lock:
	scripts/lock.sh
