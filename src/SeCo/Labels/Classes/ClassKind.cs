namespace SeCo.Labels;

/// <summary>How a class appears in images (paper section 3.2).</summary>
public enum ClassKind
{
    /// <summary>Amorphous and large: road, sky.</summary>
    Stuff,

    /// <summary>Countable and small: pole, person.</summary>
    Thing,
}
