"""Signed codes and lists: who signed, whether a byte changed, and who vouches for whom."""

import pytest

from learning.domain.attestation import Outcome, short_of
from learning.domain.errors import Invalid
from learning.domain.grouped import grouped
from learning.domain.register import Register
from learning.signing import (
    Signer,
    certify,
    check_attestation,
    check_register,
    key_number,
    make_programme,
    programme_text,
    public_text,
    read_certificate,
    read_programme,
    read_public,
    sign_register,
)
from tests.support.attested import (
    ALONE,
    NUMBER,
    OTHER_SECRET,
    PROGRAMME,
    PROGRAMME_KEY,
    REVOKED,
    SITE_KEY,
    certified,
    code_of,
    register,
)

SITE, OTHER, NATION = (
    read_public(text) for text in (SITE_KEY, public_text(OTHER_SECRET), PROGRAMME_KEY)
)
GOOD, WITHDRAWN = code_of(), code_of(number=REVOKED)


def listed(*codes: tuple[str, str], signer: Signer = ALONE) -> Register:
    """A list that was signed and checked with the key of its site."""
    return check_register(sign_register(register(*codes), signer), SITE)


def test_a_code_is_valid_under_the_key_that_signed_it() -> None:
    checked = check_attestation(GOOD, SITE)
    assert checked.outcome is Outcome.VALID
    assert checked.signed is not None
    assert checked.signed.name == "Inès Ferreira"
    assert checked.issuer == key_number(SITE)


@pytest.mark.parametrize("key", [None, OTHER, NATION])
def test_an_issuer_that_nobody_certified_is_not_recognised(key: bytes | None) -> None:
    assert check_attestation(GOOD, key).outcome is Outcome.UNKNOWN
    assert check_attestation(code_of(certified()), OTHER).outcome is Outcome.UNKNOWN


def test_whoever_has_the_programme_key_recognises_a_certified_site() -> None:
    code = code_of(certified())
    assert check_attestation(code, NATION).outcome is Outcome.VALID
    assert check_attestation(code, SITE).outcome is Outcome.VALID


def test_a_certificate_serves_no_other_key() -> None:
    thief = Signer(secret=OTHER_SECRET, certificate=certified().certificate)
    assert check_attestation(code_of(thief), NATION).outcome is Outcome.UNKNOWN


def test_a_code_older_than_the_certificate_is_recognised_by_the_list() -> None:
    brought = check_register(sign_register(register(), certified()), NATION)
    assert check_attestation(GOOD, NATION, brought).outcome is Outcome.VALID
    assert check_attestation(code_of(Signer(secret=OTHER_SECRET)), NATION, brought).outcome is (
        Outcome.UNKNOWN
    )


def test_a_revoked_code_is_said_revoked_with_its_reason() -> None:
    checked = check_attestation(WITHDRAWN, SITE, listed((REVOKED, WITHDRAWN)))
    assert (checked.outcome, checked.why) == (Outcome.REVOKED, "nom")
    assert check_attestation(WITHDRAWN, SITE).outcome is Outcome.VALID


def test_a_code_is_read_in_any_case_and_over_several_lines() -> None:
    folded = "\n".join(GOOD.lower()[at : at + 30] for at in range(0, len(GOOD), 30))
    assert check_attestation(f"  {folded}\t", SITE).outcome is Outcome.VALID


@pytest.mark.parametrize("text", ["", "TREMPLIN1:", "TREMPLIN2:00", GOOD[:60], "n’importe quoi"])
def test_a_code_cut_or_foreign_is_unreadable(text: str) -> None:
    assert check_attestation(text, SITE).outcome is Outcome.UNREADABLE


def test_a_short_code_is_found_in_the_list() -> None:
    known = listed((NUMBER, GOOD), (REVOKED, WITHDRAWN))
    short = short_of(NUMBER, GOOD)
    found = check_attestation(grouped(short).lower().replace("0", "o"), SITE, known)
    assert (found.outcome, found.kind) == (Outcome.LISTED, "reussite")
    assert check_attestation(short_of(REVOKED, WITHDRAWN), SITE, known).outcome is Outcome.REVOKED
    assert check_attestation(NUMBER + "0" * 12, SITE, known).outcome is Outcome.NOT_LISTED
    assert check_attestation(short, SITE).outcome is Outcome.LIST_NEEDED


def test_a_list_is_refused_under_another_key_or_altered() -> None:
    text = sign_register(register((NUMBER, GOOD)), ALONE)
    for altered in (text.replace(REVOKED, "000000000000"), text.replace("reussite", "bilan")):
        with pytest.raises(Invalid, match="modifiée"):
            check_register(altered, SITE)
    with pytest.raises(Invalid, match="clé"):
        check_register(text, OTHER)
    with pytest.raises(Invalid, match="clé"):
        check_register(text, NATION)


def test_a_list_of_a_certified_site_is_good_under_both_keys() -> None:
    text = sign_register(register((NUMBER, GOOD)), certified())
    assert check_register(text, NATION) == check_register(text, SITE)
    swapped = text.replace(
        certify(SITE, PROGRAMME).text, certify(SITE, OTHER_SECRET).text
    )  # another programme's word
    with pytest.raises(Invalid):
        check_register(swapped, NATION)


def test_another_programme_vouches_for_nobody_here() -> None:
    forger = Signer(secret=OTHER_SECRET, certificate=certify(OTHER, "44" * 32))
    text = sign_register(register((NUMBER, code_of(forger))), forger)
    with pytest.raises(Invalid):
        check_register(text, NATION)
    own_words = check_register(text, OTHER)
    assert check_attestation(code_of(forger), NATION, own_words).outcome is Outcome.UNKNOWN
    older = code_of(Signer(secret=OTHER_SECRET))
    assert check_attestation(older, NATION, own_words).outcome is Outcome.UNKNOWN


def test_a_list_never_passes_for_an_attestation() -> None:
    text = sign_register(register((NUMBER, GOOD)), ALONE)
    assert check_attestation(text, SITE).outcome is Outcome.UNREADABLE


def test_keys_and_certificates_are_read_as_they_are_printed() -> None:
    certificate = certify(SITE, PROGRAMME)
    assert read_certificate(f"\n{certificate.text.lower()}\n") == certificate
    assert read_public(f"Clé : {SITE_KEY[:20]}\n{SITE_KEY[20:]}") == SITE
    secret = make_programme()
    assert read_public(programme_text(secret)) == read_public(public_text(read_programme(secret)))
    assert make_programme() != secret


@pytest.mark.parametrize("text", ["", "TREMPLINCLE1:", f"{SITE_KEY}00", SITE_KEY[:-2], "TREMPLIN"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="clé publique"):
        read_public(text)
    with pytest.raises(Invalid, match="clé secrète"):
        read_programme(text)
    with pytest.raises(Invalid, match="certificat"):
        read_certificate(text)


def test_a_certificate_with_a_letter_changed_is_refused() -> None:
    text = certify(SITE, PROGRAMME).text
    for place in (25, 80, 150):
        letter = "7" if text[place] != "7" else "8"
        with pytest.raises(Invalid, match="modifié"):
            read_certificate(text[:place] + letter + text[place + 1 :])


def test_nothing_public_holds_a_secret() -> None:
    for text in (SITE_KEY, code_of(certified()), sign_register(register(), certified())):
        assert "1111" * 4 not in text
        assert ALONE.secret not in text
