"""Lines of JSON {"text"} in, lines of JSON {"spans": [[start, end], …], "ms"} out, offsets in UTF-16 units: Presidio's analyzer with the spaCy model
that is named, as a package or a folder."""
import json
import sys
import time

from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

engine = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": sys.argv[1]}]}).create_engine()
analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
analyzer.analyze(text="warm", language="en")
for line in sys.stdin:
    text = json.loads(line)["text"]
    begun = time.process_time()
    found = analyzer.analyze(text=text, language="en")
    ms = 1000 * (time.process_time() - begun)
    unit = lambda at: len(text[:at].encode("utf-16-le")) // 2
    print(json.dumps({"spans": [[unit(r.start), unit(r.end)] for r in found], "ms": ms}), flush=True)
