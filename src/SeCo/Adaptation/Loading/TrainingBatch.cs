using SeCo.Imaging;

namespace SeCo.Adaptation.Loading;

/// <summary>What one step (or one part of a step, with accumulation) trains on. Which parts are there depends on the method.</summary>
internal sealed class TrainingBatch
{
    /// <summary>Crops with labels: of the labelled set, or of the source in UDA.</summary>
    public required CropBatch Labelled { get; init; }

    /// <summary>
    /// UniMatch: weak views of unlabelled images; labels only mark padding. Mean teacher: target crops as they are, for the teacher, with their connectivity labels; 255 where there is none, <see cref="CropBatch.Padding"/> in padding.
    /// </summary>
    public CropBatch? Weak { get; init; }

    /// <summary>UniMatch: the first strong view, same places as <see cref="Weak"/>, before CutMix. Mean teacher: the mixed and colour-changed images; labels are known ones, 255 where the teacher is asked, <see cref="CropBatch.Padding"/> where nothing is to be learned.</summary>
    public CropBatch? Strong1 { get; init; }

    /// <summary>UniMatch: the second strong view, before CutMix.</summary>
    public CropBatch? Strong2 { get; init; }

    /// <summary>UniMatch with <see cref="CutMixPartner.SameImage"/>: weak views of the partners.</summary>
    public CropBatch? Partner { get; init; }

    /// <summary>UniMatch with <see cref="CutMixPartner.SameImage"/>: strong views of the partners, for boxes of the first strong view.</summary>
    public CropBatch? PartnerStrong1 { get; init; }

    /// <summary>The same for the second strong view.</summary>
    public CropBatch? PartnerStrong2 { get; init; }

    /// <summary>CutMix boxes of the first strong view, one a crop; an empty box (no area) where there is none.</summary>
    public IReadOnlyList<Box> Boxes1 { get; init; } = [];

    /// <summary>CutMix boxes of the second strong view.</summary>
    public IReadOnlyList<Box> Boxes2 { get; init; } = [];

    /// <summary>Mean teacher: 1 where a pixel of <see cref="Strong1"/> was pasted from the source or the pool, <c>[N, H, W]</c>.</summary>
    public byte[]? Pasted { get; init; }
}
