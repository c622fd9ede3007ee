namespace SeCo.Datasets;

/// <summary>How a dataset's files lie below its root.</summary>
public enum DatasetLayout
{
    /// <summary>Any folders: images below <see cref="DatasetOptions.Images"/>, truth below <see cref="DatasetOptions.Truth"/> under the same names.</summary>
    Folder,

    /// <summary>A text file with one image a line, and its label where there is one (<see cref="DatasetOptions.List"/>).</summary>
    List,

    /// <summary>
    /// Cityscapes: <c>leftImg8bit/{split}/CITY/X_leftImg8bit.png</c>, truth <c>gtFine/{split}/CITY/X_gtFine_labelTrainIds.png</c>, else <c>…_labelIds.png</c>.
    /// </summary>
    Cityscapes,

    /// <summary>GTA5: <c>images/X.png</c>, truth <c>labels/X.png</c> (Cityscapes label ids) or <c>labels/X_labelTrainIds.png</c>. It has no splits of its own.</summary>
    Gta5,

    /// <summary>
    /// SYNTHIA-RAND-CITYSCAPES: <c>RGB/X.png</c>, truth <c>GT/LABELS/X_labelTrainIds.png</c> (Cityscapes train ids) or <c>GT/LABELS/X.png</c> as 8-bit
    /// SYNTHIA ids. The published 16-bit two-channel files are no label maps: take the first channel with <c>seco labels convert</c> first.
    /// </summary>
    Synthia,

    /// <summary>BDD100K: <c>images/10k/{split}/X.jpg</c>, truth <c>labels/sem_seg/masks/{split}/X.png</c> or <c>…/X_train_id.png</c> (Cityscapes train ids).</summary>
    Bdd100k,

    /// <summary>
    /// CamVid with a model's answers beside it: <c>images/{split}/X.webp</c>, truth <c>labels/{split}/X.png</c>, and below <c>espnet_cityscapes</c> the
    /// folders <c>argmax/{split}</c>, <c>confidence/{split}</c> and <c>top50/{split}</c>, which are used where <see cref="PredictionSources"/> names none.
    /// </summary>
    CamVid,
}
