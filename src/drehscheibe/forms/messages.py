"""What the engine says to people: `messages.yaml`, each message in German and English."""

from pathlib import Path

import yaml

from drehscheibe.forms.schema import Message, text

MESSAGES: dict[str, Message] = yaml.safe_load(Path(__file__).with_name("messages.yaml").read_text(encoding="utf-8"))


def say(name: str, **facts: object) -> Message:
    """The message of this name with its facts, in both languages; facts that differ by language come as a Message."""
    said = {}
    for lang, words in MESSAGES[name].items():
        local = {key: text(fact, lang).text if isinstance(fact, dict) else fact for key, fact in facts.items()}
        said[lang] = words.format(**local)
    return said
