# Les commandes de ceux qui développent ou essaient la GRC. Prérequis : make, git, python3 >= 3.11 avec venv.
PYTHON = .venv/bin/python
.PHONY: help setup run servers test check campaign bench lock

help:
	@echo "make run       une démonstration sur cette machine (http://127.0.0.1:8000/)"
	@echo "make test      tous les tests, navigateur compris"
	@echo "make check     style, types, étages, gabarits, migrations, réglages de production"
	@echo "make campaign  les longues épreuves (pannes, volume)"
	@echo "make bench     les temps mesurés à 10 000, 100 000 et un million de demandes (moins de 50 min)"
	@echo "make servers   la base, le courtier, l’antivirus et les mails seuls"
	@echo "make lock      refaire les fichiers de verrou après un changement de pyproject.toml"

setup:
	@python3 -m grc.runner.setup

run: setup
	@exec $(PYTHON) -m grc.runner run

servers: setup
	@exec $(PYTHON) -m grc.runner servers

test: setup
	@$(PYTHON) -m pytest tests -n 2 --dist loadgroup

check: setup
	@$(PYTHON) -m grc.runner.check

campaign: setup
	@$(PYTHON) -m pytest tests -m campaign -p no:randomly -s

bench: setup
	@exec $(PYTHON) -m grc.bench $(BENCH)

LOCKING = --quiet --allow-unsafe --generate-hashes --strip-extras --no-annotate --no-header \
	--no-emit-options --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
lock: setup
	@$(PYTHON) -m piptools compile $(LOCKING) --extra dev --extra embedded -o requirements/dev.txt pyproject.toml
	@$(PYTHON) -m piptools compile $(LOCKING) -c requirements/dev.txt -o requirements/production.txt pyproject.toml
	@npm install --package-lock-only --ignore-scripts
