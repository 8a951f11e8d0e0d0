# Zhanggui. `make run` opens the counter on a demo shop; `make test` passes the tests. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
SERVER := $(VENV)/.server

.PHONY: help setup run test lint bench screenshots image virtual system-test format clean

help: ## show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

setup: $(STAMP) ## system packages, a virtual environment, the program with all it needs

$(STAMP): pyproject.toml hatch_build.py tools/system-packages $(wildcard kiosk/locale/*/LC_MESSAGES/*.po)
	sh tools/system-packages
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

$(SERVER): $(STAMP)
	sh tools/system-packages postgresql rauc squashfs-tools
	touch $@

run: $(STAMP) ## the counter on a demo shop; without a display, a scripted sale and its receipt
	$(BIN)/kiosk demo

test: $(STAMP) $(SERVER) ## all tests but the whole-machine ones
	$(BIN)/python -m pytest -m 'not system' -n auto --dist loadfile

lint: $(STAMP) ## style, types, rooms, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/messages.py --check
	sh tools/system-packages systemd
	sh tools/check-units

bench: $(STAMP) ## measure the hot paths into build/bench.json
	$(BIN)/python -m bench

screenshots: $(STAMP) ## every screen at both sizes in both languages, into build/shots
	SDL_VIDEODRIVER=offscreen $(BIN)/python -m kiosk.screens.shots build/shots

IMAGE_TOOLS := mmdebstrap squashfs-tools dosfstools mtools e2fsprogs fdisk grub-pc-bin grub-common rauc openssl \
	qemu-system-x86 qemu-utils nbdkit

image: $(STAMP) ## the virtual terminal's image and update bundle, into build/image (as root; some minutes)
	sh tools/system-packages $(IMAGE_TOOLS)
	image/build virtual amd64

virtual: $(STAMP) ## that image in a window, with its pins, printer and scanner
	test -f build/image/zhanggui-virtual-amd64.img || $(MAKE) image
	$(BIN)/python -m tests.system.virtual

system-test: $(STAMP) $(SERVER) ## slow whole-machine tests: a day of trade on the real program
	$(BIN)/python -m pytest -m system

format: $(STAMP) ## rewrite code in the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove all that was made
	rm -rf $(VENV) build dist
