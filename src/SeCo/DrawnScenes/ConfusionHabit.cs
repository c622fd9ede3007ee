namespace SeCo.DrawnScenes;

/// <summary>How a model from another domain errs on one class.</summary>
/// <param name="Probability">That it mistakes a given object of the class, or a part of it.</param>
/// <param name="Share">The share of the object that it mistakes then; 1 for things, which are mistaken as a whole.</param>
/// <param name="Mistakes">What it takes it for, the first most often.</param>
internal sealed record ConfusionHabit(double Probability, double Share, byte[] Mistakes)
{
    /// <summary>The habits by class id. Rare classes suffer more, as they do in practice.</summary>
    public static IReadOnlyList<ConfusionHabit> Usual { get; } =
    [
        new(0.15, 0.2, [DrawnClasses.Building, DrawnClasses.Vegetation]),
        new(0.35, 0.5, [DrawnClasses.Vegetation, DrawnClasses.Sky, DrawnClasses.Pole]),
        new(0.25, 0.2, [DrawnClasses.Pavement, DrawnClasses.Car]),
        new(0.4, 0.5, [DrawnClasses.Road, DrawnClasses.Building]),
        new(0.3, 0.6, [DrawnClasses.Building, DrawnClasses.Sky, DrawnClasses.Person]),
        new(0.25, 1, [DrawnClasses.Building, DrawnClasses.Vegetation, DrawnClasses.Person]),
        new(0.28, 1, [DrawnClasses.Building, DrawnClasses.Road, DrawnClasses.Vegetation]),
        new(0.3, 1, [DrawnClasses.Vegetation, DrawnClasses.Building, DrawnClasses.Pole]),
        new(0.3, 1, [DrawnClasses.Pole, DrawnClasses.Building, DrawnClasses.Vegetation]),
        new(0.4, 1, [DrawnClasses.Person, DrawnClasses.Car, DrawnClasses.Pole]),
    ];

    /// <summary>One of the mistakes, from a number in [0, 1): the first with 60 %.</summary>
    public byte Choose(double draw) => Mistakes[draw < 0.6 ? 0 : 1 + (int)((draw - 0.6) / 0.4 * (Mistakes.Length - 1))];
}
