import time
from tests.core.reading.test_filters import FILTERED
async def test_zz(mixed):
    for name, wrap in (("not", lambda w: {"not": w}), ("parent", lambda w: {"parent": w}), ("some", lambda w: {"parent": {"subsidiaries": {"some": w}}}), ("every", lambda w: {"subsidiaries": {"every": w}})):
        w={"name":{"eq":"x"}}
        for n in range(1,19):
            w=wrap(w)
            t=time.time(); a=await mixed(FILTERED, mixed.admin, filter=w); t=time.time()-t
            print(name, n, round(t,3), a.errors)
            if t>5: break
