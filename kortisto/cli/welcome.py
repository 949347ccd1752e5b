"""What somebody reads who has just started the server."""

from kortisto.demo import SignIns

FIRST_QUERY = """\
{
  customers(first: 3) {
    nodes { number name status owner { name } contacts { nodes { name email } } }
  }
}"""

SIGN_IN = """\
mutation {{
  signIn(input: {{email: "{email}", password: "{password}"}}) {{
    viewer {{ employee {{ name }} }}
    userErrors {{ message }}
  }}
}}"""


def welcome(address: str, sign_ins: SignIns | None) -> str:
    """The address, and with demo data who can sign in and what to ask first."""
    where = f"Kortisto answers at {address}/graphql (Ctrl-C stops it)."
    if sign_ins is None:
        return where
    admin, seller, password = sign_ins
    sign_in = SIGN_IN.format(email=admin, password=password)
    return f"""{where}

Demo sign-ins: {admin} sees everything, {seller} his own customers;
the password of both is {password}

Open the address in a browser, sign in:

{sign_in}

and ask:

{FIRST_QUERY}
"""
