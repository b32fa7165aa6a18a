"""Declarations of real FIM forms as XML: as the data schema that XFall makes of them wants it."""

import pytest
from lxml import etree

from drehscheibe.forms.journey import compute
from drehscheibe.forms.outputs.values import as_xml
from tests.examples import complete_answers
from tests.exchange.test_real_schemata import DATA, SCHEMATA, TODAY, equipped, found

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the schemata are not beside the checkout")


def xfall(folder):
    """The official data schema, without the `$` at the end of its patterns: XSD anchors them anyway and takes the sign
    for itself, so that no e-mail address would ever fit.
    """
    [file] = (DATA / folder).glob("*.xfall.xsd")
    return etree.XMLSchema(etree.fromstring(file.read_bytes().replace(b'$"/>', b'"/>')))


@pytest.mark.parametrize("folder", SCHEMATA)
@pytest.mark.parametrize("version", ["2", "3"])
def test_every_declaration_of_a_real_form_is_valid_xfall(folder, version):
    document, schema = equipped(found(folder, version)), xfall(folder)
    for seed in (1, 2, 3):
        raw = complete_answers(document, seed, parameters={}, today=TODAY)
        values = compute(document, raw, parameters={}, today=TODAY).values
        schema.validate(etree.fromstring(as_xml(document, values)))
        assert [error.message for error in schema.error_log] == []
