"""Invented letters, close to what the requests room sends; long enough to be worth looking at."""

from core.models import Commune

ADMIVILLE = Commune(
    name="Admiville",
    slug="admiville",
    insee_code="99001",
    postcode="99000",
    address="1 place de la République",
    phone="01 99 00 40 00",
    primary_colour="#0b6a53",
)

NOTICE = (
    "La Ville d’Admiville les utilise pour instruire votre demande (mission d’intérêt public). Seul le service de "
    "l’état civil les lit ; elles sont gardées cinq ans. Accès, rectification, opposition : dpo@admiville.example ou "
    "Déléguée à la protection des données, hôtel de ville. Réclamation : CNIL, 3 place de Fontenoy, TSA 80715, "
    "75334 Paris Cedex 07."
)

APPEAL = {
    "intro": "Vous aurez deux mois pour contester, à partir de la décision ou, sans réponse, de la date ci-dessus :",
    "ways": [
        {
            "title": "en écrivant au maire",
            "text": "hôtel de ville, 1 place de la République, 99000 Admiville ; son silence de deux mois vaut rejet, "
            "et vous avez alors deux mois pour saisir le tribunal.",
        },
        {
            "title": "en saisissant le tribunal administratif de Belmont",
            "text": "1 place du Palais, 99020 Belmont Cedex, ou sur www.telerecours.fr.",
        },
    ],
    "reasons": True,
}

ANSWERS = [
    {
        "title": "L’acte demandé",
        "rows": [
            {"label": "Nature de l’acte", "value": "Acte de naissance"},
            {"label": "Forme", "value": "Copie intégrale"},
            {"label": "Date de l’événement", "value": "14 mars 1988"},
            {"label": "Commune", "value": "Admiville"},
        ],
    },
    {
        "title": "Vous",
        "rows": [
            {"label": "Nom et prénoms", "value": "Benhaddou, Malika Yasmine"},
            {"label": "Adresse", "value": "27 rue des Orfèvres\n99000 Admiville"},
            {
                "label": "Un mot pour le service",
                "value": "J’en ai besoin pour mon mariage : merci ! <b>Vite</b>",
            },
        ],
    },
]


def acknowledgement(**changes):
    mentions = {
        "number": "2026-042317-K",
        "spoken_code": "KR7M-4TXP",
        "deposit_code": "7K4QX2199HBVTMWJ3ACD5EFGKN",
        "follow_url": "https://admiville.example/suivi/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGh",
        "follow_page": "admiville.example/suivi",
        "received_on": "2026-11-12",
        "issued_on": "2026-11-16",
        "channel_label": "par internet",
        "title": "Copie intégrale de l’acte de naissance de Malika Benhaddou",
        "procedure_title": "Copie d’un acte d’état civil",
        "person": {
            "name": "Madame Malika Benhaddou",
            "civility": "Mme",
            "address_lines": [
                "Appartement 12, escalier B",
                "Résidence Les Tilleuls",
                "27 rue des Orfèvres",
                "99000 Admiville",
            ],
        },
        "service": {
            "name": "État civil",
            "address": "1 place de la République, 99000 Admiville",
            "phone": "01 99 00 40 12",
            "email": "etat-civil@admiville.example",
            "hours": "du lundi au vendredi, de 8 h 30 à 17 h",
        },
        "entity": {"name": "Ville d’Admiville", "address": "hôtel de ville, 1 place de la République, 99000 Admiville"},
        "silence": "rejection",
        "decision_due_on": "2027-01-12",
        "legal_text": "code des relations entre le public et l’administration, art. L. 231-4",
        "conditional": True,
        "confirmed": True,
        "appeal": APPEAL,
        "certificate": False,
        "alternatives": ["Sans internet : au guichet, par courrier ou par téléphone."],
        "notice": {"text": NOTICE},
        "documents": ["Livret de famille"],
        "answers": ANSWERS,
    }
    return {**mentions, **changes}


def decision(**changes):
    data = {
        **acknowledgement(
            number="2026-013877-T",
            title="Refus de votre demande de benne, 3 rue de l’Écluse",
            procedure_title="Poser une benne sur la voie publique",
            received_on="2026-10-15",
            issued_on="2026-11-20",
            person={
                "name": "SARL Bâti Ouest",
                "civility": "M.",
                "address_lines": [
                    "Monsieur Olivier Prigent",
                    "Zone artisanale du Moulin",
                    "8 rue des Frères-Lumière",
                    "99000 Admiville",
                ],
            },
        ),
        "decision_number": "2026-VOI-0412",
        "outcome_label": "Votre demande est refusée.",
        "grounds_law": "Le domaine public s’utilise conformément à son affectation (code général de la propriété des "
        "personnes publiques, article L. 2121-1) et nul ne l’occupe sans titre (article L. 2122-1). Le règlement de "
        "voirie du 6 juillet 2023 impose, en son article 14, un passage libre de 1,40 m pour les piétons.",
        "grounds_fact": "Sur place, le 3 novembre 2026, le trottoir mesurait 1,90 m. Votre benne, large de 2,40 m, "
        "l’occuperait entièrement et déborderait sur la chaussée, à 25 m de l’école Jean-Macé.",
        "text": "Une benne pourrait être posée place de la Halle, à 60 m de votre chantier.",
        "author": {
            "first_name": "Hélène",
            "last_name": "Aubrac",
            "quality": "Adjointe à la voirie et à l’espace public",
            "service": "Voirie et espace public",
        },
        "appeal": {
            **APPEAL,
            "intro": "Vous pouvez contester dans les deux mois qui suivent la notification de cette décision",
        },
    }
    return {**data, **changes}


def dossier(**changes):
    data = {
        **acknowledgement(),
        "phase_label": "En cours",
        "documents": [
            {"title": "Livret de famille", "detail": "livret.pdf, 2 pages"},
            {"title": "Photo de la chaussée", "detail": "photo.jpg"},
        ],
        "story": [
            {"date": "12 novembre 2026, 10 h 38", "author": "par internet", "label": "Demande reçue", "text": ""},
            {
                "date": "13 novembre 2026, 9 h 02",
                "author": "Samira Marchand",
                "label": "Message",
                "text": "Bonjour,\nVotre demande est bien arrivée.",
            },
        ],
        "printed_on": "2026-11-20",
        "printed_by": "Samira Marchand",
    }
    return {**data, **changes}
