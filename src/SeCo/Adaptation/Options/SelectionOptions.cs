namespace SeCo.Adaptation;

/// <summary>Which epoch's weights are taken, and when training stops early.</summary>
public sealed record SelectionOptions
{
    /// <summary>What chooses.</summary>
    public SelectionCriterion Criterion { get; init; } = SelectionCriterion.Last;

    /// <summary>Images that are kept out of training for the label-free criteria, evenly spread; 0 for none where nothing needs them.</summary>
    public int HeldOutImages { get; init; } = 20;

    /// <summary>Stops after so many epochs without a better one; 0 for never.</summary>
    public int Patience { get; init; }

    /// <summary>Epochs between evaluations.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "adaptation.selection",
        (HeldOutImages is >= 0 and <= 1_000_000, $"held_out_images is {HeldOutImages}, expected 0 to 1000000"),
        (Patience >= 0, $"patience is {Patience}, expected 0 or more"),
        (Patience == 0 || Criterion != SelectionCriterion.Last, "patience needs a criterion; set selection.criterion to pseudo_labels or information"),
        (Every >= 1, $"every is {Every}, expected 1 or more"));
}
