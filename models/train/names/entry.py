"""Puts the hash of models/weights/names.onnx, and what was measured, into models/manifest.json: python entry.py "sentence" """
import hashlib
import json
import sys
from pathlib import Path

MODELS = Path(__file__).parents[2]
path = MODELS / 'manifest.json'
entries = [e for e in json.loads(path.read_text()) if e['file'] != 'names.onnx']
entries.append({
    'file': 'names.onnx', 'kind': 'names', 'net': 'names', 'finds': [],
    'source': 'trained by this project on synthetic documents, WNUT17, BTC, WikiGold, SEC filings and GermEval 2014',
    'licence': 'MIT',
    'sha256': hashlib.sha256((MODELS / 'weights/names.onnx').read_bytes()).hexdigest(),
    'measured': sys.argv[1] if len(sys.argv) > 1 else '', 'madeBy': 'models/train/names/train.py'})
path.write_text(json.dumps(entries, indent=2) + '\n')
