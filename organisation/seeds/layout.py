"""Where things stand in Admiville, in metres from the belfry: east, north. Read by ``draw``."""

LIMIT = [
    (-2600, 200), (-2350, 1150), (-1700, 1750), (-800, 2150), (200, 2250), (1200, 2100), (2050, 1650), (2600, 900),
    (2750, 100), (2500, -850), (1900, -1500), (1100, -1950), (100, -2150), (-900, -2050), (-1850, -1600), (-2450, -700),
]  # fmt: skip
RIVER_NAME = "La Brève"
RIVER = [
    (3100, 520), (2300, 170), (1550, -260), (850, -540), (100, -610), (-600, -760), (-1300, -1130), (-2000, -1330),
    (-3000, -1720),
]  # fmt: skip
RAIL = [(-3100, 640), (-1800, 740), (-600, 880), (0, 960), (900, 1150), (1900, 1720), (2700, 2400)]

# Beside the river and the railway, three boulevards part the wards.
CUTS = [
    [(-900, 1200), (-900, 340), (-860, -300), (-880, -1200)],
    [(900, 1500), (900, 350), (860, -200), (880, -900)],
    [(-900, 340), (-450, 390), (0, 400), (450, 390), (900, 350)],
]
WARD_NAMES = {"nord": "Nord", "gare": "Gare", "centre": "Centre", "est": "Est", "berges": "Berges", "sud": "Sud"}
WARD_POINTS = {
    "nord": [(0, 1700)],
    "gare": [(0, 650)],
    "centre": [(0, 0)],
    "est": [(1700, 500)],
    "berges": [(-1600, 0)],
    "sud": [(0, -1300)],
}

# Names and lines of the streets that make the town: they cross it, or border its wards.
MAIN = {
    "boulevard Émile-Zola": [(-900, 830), (-900, 340), (-860, -300), (-875, -850)],
    "boulevard Voltaire": [(900, 1120), (900, 350), (860, -200), (870, -490)],
    "boulevard des Remparts": [(-900, 340), (-450, 390), (0, 400), (450, 390), (900, 350)],
    "avenue de la Gare": [(0, 900), (8, 650), (0, 410)],
    "rue du Beffroi": [(0, 390), (-12, 250), (0, 90)],
    "rue du Pont": [(0, 90), (18, -250), (20, -540)],
    "pont Neuf": [(20, -540), (30, -690)],
    "avenue du Midi": [(30, -690), (90, -1300), (180, -2120)],
    "route de Belmont": [(60, 990), (90, 1600), (150, 2230)],
    "avenue Aristide-Briand": [(895, 300), (1600, 420), (2700, 360)],
    "avenue des Moulins": [(-890, 200), (-1600, 150), (-2570, 60)],
}
BANKS = {
    "quai de la Brève": ("right", 62, "centre"),
    "rue du Port": ("right", 70, "berges"),
    "chemin du Halage": ("left", 62, "sud"),
}
SQUARES = {
    "place du Marché": (-230, 130, 55, 38),
    "place de la République": (190, 140, 60, 45),
    "place de la Gare": (0, 860, 62, 28),
    "place de la Halle": (-330, -260, 40, 30),
    "square George-Sand": (1400, 130, 55, 45),
}

# For each ward: origin, angle of its grid, then its streets: way, offset, from, to.
GRIDS = {
    "nord": (0, 1500, 6, {
        "rue Jean-Moulin": ("h", -250, -1500, 1000),
        "rue Pasteur": ("h", -60, -1400, 1100),
        "rue Jean-Macé": ("h", 130, -1250, 1100),
        "rue du Moulin-à-Vent": ("h", 330, -1000, 1000),
        "rue Victor-Hugo": ("v", -1000, -700, 500),
        "rue Louise-Michel": ("v", -640, -600, 520),
        "rue du Général-Leclerc": ("v", -300, -560, 620),
        "rue Marie-Curie": ("v", 420, -500, 640),
        "rue des Cerisiers": ("v", 760, -420, 520),
        "allée des Érables": ("v", 1080, -300, 420),
        "impasse des Mésanges": ("v", -1260, -300, -60),
    }),
    "gare": (0, 640, 4, {
        "rue des Cheminots": ("h", 130, -880, 880),
        "rue Jean-Jaurès": ("h", -20, -880, 880),
        "rue Gambetta": ("h", -150, -880, 880),
        "rue du Dépôt": ("v", -640, -300, 300),
        "rue de la Liberté": ("v", -330, -300, 300),
        "rue du Faubourg": ("v", 300, -300, 420),
        "rue Denfert-Rochereau": ("v", 600, -300, 420),
    }),
    "centre": (0, -60, -5, {
        "rue Saint-Martin": ("h", 320, -880, 880),
        "rue des Orfèvres": ("h", 60, -880, 880),
        "rue des Drapiers": ("h", -110, -880, 880),
        "rue des Carmes": ("h", -280, -880, 880),
        "rue du Collège": ("v", -640, -520, 480),
        "rue de la Halle": ("v", -440, -560, 440),
        "rue du Puits": ("v", -120, -520, 120),
        "rue de l’Écluse": ("v", 300, -520, 140),
        "passage du Théâtre": ("v", 440, -150, 330),
        "rue des Clercs": ("v", 640, -520, 460),
    }),
    "est": (1600, 700, 12, {
        "allée des Tilleuls": ("h", -120, -700, 900),
        "rue des Frères-Lumière": ("h", 120, -700, 900),
        "rue de l’Hôpital": ("h", 330, -700, 800),
        "rue Molière": ("v", -420, -700, 600),
        "rue Racine": ("v", -120, -800, 700),
        "rue des Acacias": ("v", 220, -700, 700),
        "rue du Stade": ("v", 560, -700, 500),
    }),
    "berges": (-1650, -150, -8, {
        "rue des Tanneurs": ("h", -300, -800, 800),
        "rue des Bateliers": ("h", -110, -900, 800),
        "rue de la Filature": ("h", 130, -900, 800),
        "rue des Pêcheurs": ("h", 560, -800, 800),
        "rue du Lavoir": ("v", -420, -900, 900),
        "rue Ampère": ("v", -60, -900, 900),
        "rue des Teinturiers": ("v", 320, -900, 900),
        "impasse du Gué": ("v", 560, -520, -120),
    }),
    "sud": (100, -1350, 3, {
        "rue des Vignes": ("h", 330, -1500, 1500),
        "rue Simone-Veil": ("h", 110, -1500, 1500),
        "rue du 8-Mai-1945": ("h", -110, -1500, 1400),
        "rue Olympe-de-Gouges": ("h", -340, -1300, 1300),
        "rue de la Plaine": ("v", -1050, -700, 700),
        "rue des Écoles": ("v", -680, -700, 700),
        "rue des Lilas": ("v", -320, -700, 700),
        "rue du Soleil": ("v", 380, -700, 800),
        "allée des Peupliers": ("v", 760, -700, 900),
        "rue du Verger": ("v", 1150, -500, 1000),
    }),
}  # fmt: skip

# Centre, width, height, angle.
PARKS = {
    "Parc des Remparts": (620, 210, 240, 90, -6),
    "Jardin de l’Évêché": (-690, 60, 110, 120, 4),
    "Parc des Berges": (-1500, -880, 620, 160, -26),
    "Parc du Moulin": (-1750, 1150, 320, 260, 10),
    "Stade Alice-Milliat": (2180, 930, 240, 200, 12),
    "Jardins familiaux": (1350, -1250, 320, 220, -12),
    "Bois de la Plaine": (-1150, -1600, 420, 240, 20),
}
MONUMENTS = {
    "Hôtel de ville": (70, 60, 70, 34, 4),
    "Beffroi": (-40, 60, 16, 16, 4),
    "Gare d’Admiville": (0, 918, 120, 22, 8),
    "École Jean-Moulin": (-150, 1190, 90, 40, 6),
    "Collège Pasteur": (580, 1560, 110, 60, 6),
    "Médiathèque": (250, 60, 60, 36, 4),
    "Théâtre": (370, 190, 56, 44, -5),
    "Halle": (-330, -260, 44, 28, 4),
    "Hôpital": (1750, 1080, 190, 70, 12),
    "CCAS": (-480, 610, 60, 34, 4),
    "Centre technique municipal": (-1350, -700, 130, 60, -24),
    "Mairie de quartier Sud": (180, -1300, 46, 30, 3),
    "Salle Molière": (1260, 560, 70, 40, 12),
    "Groupe scolaire des Vignes": (-500, -1120, 100, 50, 3),
    "Piscine des Berges": (-1120, -520, 80, 50, -10),
}
