/** Words that stand on street signs, buttons and pages, and on no license plate: lands, provinces and their mottos are not among them. */
const lists = [
  // Streets and buildings.
  'stop|yield|give|way|one|only|exit|entrance|enter|entry|do|not|no|street|road|avenue|drive|lane|boulevard|square|bridge|highway|north|south|east|west|'
  + 'left|right|turn|ahead|speed|limit|zone|school|bus|parking|park|parked|towing|tow|permit|work|keep|out|off|closed|open|detour|caution|danger|warning|'
  + 'slow|crossing|pedestrian|pedestrians|bicycle|bike|bikes|toll|taxi|police|ambulance|fire|hospital|hotel|motel|restaurant|cafe|coffee|bar|pharmacy|bank|'
  + 'toilet|toilets|restroom|men|women|ladies|private|property|trespassing|smoking|beware|dog|dogs|push|pull|sale|rent|for|shop|store|market|office|'
  + 'reception|elevator|stairs|emergency|welcome|please|thank|you|wait|here|station|airport|terminal|gate|platform|museum|library|church|center|centre|'
  + 'garage|delivery|deliveries|visitors|employees|customers|authorized|personnel|free|wet|floor|construction|truck|trucks|bump|dead|end|merge|traffic|'
  + 'signal|children',
  // Buttons, menus and screens.
  'ok|cancel|save|apply|close|file|edit|view|help|settings|options|preferences|next|previous|back|forward|continue|submit|send|search|find|login|log|'
  + 'sign|in|up|register|account|username|password|email|address|name|first|last|phone|home|menu|page|pages|tools|window|insert|format|print|new|delete|'
  + 'remove|add|copy|paste|cut|undo|redo|select|all|none|yes|start|pause|play|record|download|upload|install|update|upgrade|browse|folder|documents|'
  + 'pictures|music|videos|desktop|network|language|english|display|sound|volume|brightness|battery|power|on|reset|restart|shut|down|loading|error|message|'
  + 'messages|inbox|calendar|contacts|profile|privacy|security|terms|accept|decline|agree|learn|more|details|show|hide|filter|sort|refresh|share|like|'
  + 'comment|follow|buy|now|cart|checkout|order|price|total|subtotal|quantity|payment|subscribe|click|press|button|data|test|demo|sample|example|preview|'
  + 'advanced|general|user|users|admin|dashboard|report|reports|status|online|offline|connect|connected|disconnect|device|devices|input|output|server|'
  + 'client|database',
  // Manuals, papers and packages.
  'figure|fig|table|chapter|section|part|step|note|notes|contents|index|appendix|introduction|manual|guide|instructions|instruction|owner|owners|quick|'
  + 'reference|edition|model|type|serial|number|product|warranty|voltage|made|designed|assembled|description|value|values|date|time|title|author|abstract|'
  + 'summary|conclusion|results|method|process|system|module|controller|memory|sensor|motor|pump|valve|switch|cable|charger|front|rear|top|bottom|side|'
  + 'inside|outside|the|of|and|to|a|is|are|be|with|by|from|at|or|this|that|your|our|use|see|if',
  // The same in German, French, Spanish and Italian.
  'ausfahrt|einfahrt|ausgang|eingang|straße|strasse|platz|weg|frei|halten|parken|verboten|achtung|vorsicht|geöffnet|geschlossen|polizei|abbrechen|'
  + 'speichern|öffnen|schließen|datei|bearbeiten|ansicht|hilfe|einstellungen|weiter|zurück|suchen|anmelden|drucken|löschen|abbildung|tabelle|kapitel|'
  + 'hinweis|seite|und|oder|nicht|der|die|das|bitte|links|rechts',
  'sortie|entrée|rue|place|arrêt|interdit|attention|ouvert|fermé|annuler|enregistrer|ouvrir|fermer|fichier|édition|affichage|aide|suivant|précédent|'
  + 'rechercher|connexion|imprimer|supprimer|chapitre|tableau|remarque|le|la|les|et|ou|de|du|des',
  'salida|entrada|calle|avenida|plaza|alto|pare|prohibido|peligro|cuidado|abierto|cerrado|policía|cancelar|guardar|abrir|cerrar|archivo|editar|ver|ayuda|'
  + 'siguiente|anterior|buscar|imprimir|eliminar|figura|tabla|capítulo|nota|el|los|las|y|uscita|entrata|via|piazza|vietato|aperto|chiuso|polizia|annulla|'
  + 'salva|apri|chiudi|modifica|avanti|indietro|cerca|stampa|elimina|tabella|capitolo',
]

export const signWords: ReadonlySet<string> = new Set(lists.flatMap(list => list.split('|')))
